"""Calls to upstreams end as answers or as failures, and are closed."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.config import Limits
from conformance.relay.upstream import _error_object, _object, reads


@pytest.mark.parametrize(
    ("octets", "error"),
    [
        (b"<html>", None),
        (b"[]", None),
        (b'{"detail":"x"}', None),
        (b'{"error":5}', None),
        (b'{"error":"x"}', {"message": "x"}),
        (b'{"error":{"code":"c"}}', {"code": "c"}),
        (b'{"code":4,"message":"x"}', {"code": 4, "message": "x"}),
        (b'{"code":4}', None),
    ],
)
def test_error_is_found_in_its_usual_forms(octets: bytes, error: Any) -> None:
    """An object or bare text; all else is no error that can be told."""
    assert _error_object(_object(octets)) == error


@pytest.mark.parametrize(("status", "expected"), [(400, 502), (404, 502), (413, 413)])
def test_page_in_place_of_an_error_is_a_bad_gateway(
    rig: Any, run: Any, status: int, expected: int
) -> None:
    """Only that a body is too large can be believed of a page."""

    async def work() -> int:
        async with rig([{"status": status, "body": b"<html>"}]) as r:
            return int((await r.ask())[0])

    assert run(work()) == expected


def test_answer_beyond_the_limit_is_a_bad_gateway(rig: Any, run: Any) -> None:
    """The relay does not collect without end."""

    async def work() -> int:
        body = {"choices": ["x" * 5000]}
        async with rig([{"body": body}], limits=Limits(reply_octets=1000)) as r:
            return int((await r.ask())[0])

    assert run(work()) == 502


def test_reads_go_on_after_an_empty_chunk(run: Any) -> None:
    """The end of a chunk that brought nothing is not the end of the body."""
    parts = iter([(b"", True), (b"x", True), (b"", False)])

    class Response:
        """A response whose content gives the parts."""

        class content:  # noqa: N801 (as aiohttp names it)
            """The body."""

            @staticmethod
            async def readchunk() -> tuple[bytes, bool]:
                """Return the next part."""
                return next(parts)

    async def work() -> list[bytes]:
        body: Any = Response
        return [octets async for octets in reads(body, None)]

    assert run(work()) == [b"x"]


def test_broken_http_is_a_bad_gateway(rig: Any, run: Any) -> None:
    """An upstream that hangs up before its head leaves a 502."""

    async def work() -> int:
        async with rig([{}]) as r:

            async def hang_up(request: Any, **_: Any) -> Any:
                request.transport.abort()

            r.upstreams[0]._play = hang_up
            return int((await r.ask())[0])

    assert run(work()) == 502


def test_connection_is_kept_after_a_complete_stream(rig: Any, run: Any, stream: Any) -> None:
    """The end of a stream's message is waited for, so that the next call can use it."""
    ports: set[int] = set()

    async def work() -> None:
        async with rig([{"events": stream}]) as r:
            answer = r.upstreams[0]._play

            async def noting(request: Any, **reply: Any) -> Any:
                ports.add(request.transport.get_extra_info("peername")[1])
                return await answer(request, **reply)

            r.upstreams[0]._play = noting
            await r.ask(stream=True)
            await r.ask(stream=True)

    run(work())

    assert len(ports) == 1
