"""Tasks that are asked for together come from wherever they run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

TAKEN = {"code": 1, "description": "ok", "result": 7}


def test_a_list_is_joined_from_the_channels_that_run_its_tasks(
    rig: Any, run: Callable[..., Any]
) -> None:
    """Unknown ids are left out; of none there is an empty list."""

    async def work() -> None:
        path = "/mj/task/list-by-condition"
        first = [{"body": TAKEN}, {"status": 500, "body": {}}, {"body": [{"id": "7"}]}]
        second = [{"body": {**TAKEN, "result": "8"}}, {"body": [{"id": "8"}]}]
        async with rig(first, second) as relay:
            for _ in range(2):
                await relay.send("/mj/submit/imagine", {"prompt": "a"})
            _, _, body = await relay.send(path, {"ids": ["8", 7, "x"]})
            _, _, none = await relay.send(path, {"ids": "x"})

            assert body == b'[{"id":"8"},{"id":"7"}]'
            assert none == b"[]"
            assert [up.calls[-1] for up in relay.upstreams] == [{"ids": [7]}, {"ids": ["8"]}]

    run(work())
