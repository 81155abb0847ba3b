"""A body that is written piece by piece has its head, and its end or none."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from aiohttp.test_utils import make_mocked_request

from conformance.relay.client import ClientBody
from conformance.relay.defects.base import Defect, Defects, Switch
from conformance.relay.turn import Turn


class NoLastChunk(Defect):
    """The message has no end."""

    name = "no_last_chunk"
    switches = frozenset({Switch.NO_LAST_CHUNK})


class Keeps(Defect):
    """Nobody's leaving is noticed."""

    name = "keeps"
    switches = frozenset({Switch.KEEPS_UPSTREAM})


def body(*defects: type[Defect]) -> tuple[ClientBody, Any]:
    """Return a body and its request."""
    turn = Turn("req_7")
    request = make_mocked_request("POST", "/")
    active = Defects(tuple(defect(turn) for defect in defects))
    return ClientBody(request, turn, active, {"Content-Type": "audio/wav"}), request


def test_head_has_the_id_and_the_type() -> None:
    """Both stand in it before anything is written."""
    client, _ = body()

    assert client.response.headers["X-Request-Id"] == "req_7"
    assert client.response.headers["Content-Type"] == "audio/wav"


def test_defect_leaves_the_message_open(run: Any) -> None:
    """The connection is closed in place of the end."""
    client, request = body(NoLastChunk)

    run(client.end())

    assert request.transport.close.called


@pytest.mark.parametrize("keeps", [True, False])
def test_client_that_left_ends_the_request(
    run: Any, monkeypatch: pytest.MonkeyPatch, keeps: bool
) -> None:
    """Unless a defect reads on."""
    client, _ = body(*([Keeps] if keeps else []))

    async def gone() -> None:
        raise ConnectionResetError

    monkeypatch.setattr(client, "response", SimpleNamespace(write_eof=gone))

    if keeps:
        run(client.end())
    else:
        with pytest.raises(ConnectionResetError):
            run(client.end())


def test_connection_that_is_gone_needs_no_closing() -> None:
    """Nothing is left to close."""
    client, request = body()
    request._protocol = SimpleNamespace(transport=None)

    client.abandon()

    assert request.transport is None
