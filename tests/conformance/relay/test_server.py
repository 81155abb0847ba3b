"""A relay starts on a free port and stops without a trace."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from conformance.errors import UsageError
from conformance.relay.config import RelayConfig
from conformance.relay.server import start

EMPTY = RelayConfig((), ())


def test_relay_starts_and_stops(run: Any) -> None:
    """The URL has no path; closing twice is one close."""

    async def work() -> str:
        relay = await start(EMPTY)
        await relay.close()
        await relay.close()
        return relay.url

    assert run(work()).startswith("http://127.0.0.1:")


def test_taken_port_is_refused(run: Any) -> None:
    """The operating system's word reaches the caller."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()

        with pytest.raises(OSError, match="address"):
            run(start(EMPTY, port=taken.getsockname()[1]))


def test_unknown_defect_is_a_usage_error(run: Any) -> None:
    """Nothing is started with a name that means nothing."""
    with pytest.raises(UsageError, match="drop_done"):
        run(start(RelayConfig((), (), defects=("drop_don",))))


def test_ipv6_address_is_put_in_brackets(run: Any) -> None:
    """The URL of an IPv6 relay can be used as it is."""
    if not _has_ipv6():
        pytest.skip("this machine has no IPv6 loopback")

    async def work() -> str:
        relay = await start(EMPTY, host="::1")
        await relay.close()
        return relay.url

    assert run(work()).startswith("http://[::1]:")


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True
