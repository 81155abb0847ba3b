"""Sets the mock's stage again for one recorded exchange.

Rules of this file: what the probe had the mock do is part of the request; a
replay without it would ask a healthy upstream and show nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.background import LoopThread
from conformance.catalog import load
from conformance.errors import UsageError
from conformance.probes import Binding, build
from conformance.session.carry import healthy
from conformance.transport.control import MockControl

if TYPE_CHECKING:
    from conformance.catalog import Instance
    from conformance.model import Exchange
    from conformance.rigs import Lane, Rig


def set_stage(exchange: Exchange, rig: Rig, profile: str | None = None) -> Lane:
    """The lane of the exchange, its mock loaded with the script of the probe.

    ``profile`` is that of the run. Raises :class:`UsageError` when the rig has no such lane, and
    :class:`SetupError` when its mock cannot be reached.
    """
    lane = _lane_of(exchange, rig)
    if rig.control_url is None or lane.session is None:
        raise UsageError("the rig has no mock behind that lane: nothing to set up again")
    binding = Binding(lane.model, lane.api_key or "", models=lane.models, limits=lane.limits)
    prepared = build(_instance_of(exchange, profile), binding)
    control_url, session = rig.control_url, lane.session
    script = prepared.script or healthy(lane.upstreams)

    async def play() -> None:
        async with MockControl(control_url) as mock:
            await mock.load_script(session, script)

    with LoopThread("relay-conformance-stage") as loop:
        loop.run(play())
    return lane


def _instance_of(exchange: Exchange, profile: str | None) -> Instance:
    for case in load(profile).cases():
        if case.instance.key == exchange.probe:
            return case.instance
    raise UsageError(f"the catalogue has no probe {exchange.probe!r} any more")


def _lane_of(exchange: Exchange, rig: Rig) -> Lane:
    """The lane whose key the request carried, or else the one whose model it names."""
    sent = " ".join(value for _, value in exchange.request.headers)
    text = exchange.request.body.decode("utf-8", "replace") + exchange.request.url
    for lane in rig.lanes:
        if (lane.api_key and lane.api_key in sent.split()) or f'"{lane.model}"' in text:
            return lane
    return rig.lanes[0]
