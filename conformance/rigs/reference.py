"""The bundled reference relay as a rig.

Rules of this file: wires lanes to sessions of a mock and describes the result;
the servers themselves are started by ``embedded``.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from conformance import __version__, embedded
from conformance.catalog import load
from conformance.catalog.promises import claims, read
from conformance.errors import UsageError
from conformance.relay.config import KeyState
from conformance.rigs import Log, quiet, roles, sessions
from reports.said import said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conformance.model import JSON


STRANGER = "stranger"
"""The role of a lane that lends its key to who asks for what is another's."""
FULL = "full"
"""The role of lanes for loads of full size, and the size itself."""


@contextmanager
def start(
    mock_url: str,
    *,
    lanes: int = 8,
    log: Log = quiet,
    defects: Sequence[str] = (),
    profile: str | None = None,
    upstream_url: str | None = None,
    port: int = 0,
    load: str = "light",
) -> Iterator[dict[str, JSON]]:
    """The reference relay serves ``lanes`` lanes over the mock; yields its rig document.

    ``profile`` is the role that it plays, with a lane for each state of a key
    that the profile documents. ``upstream_url`` takes the mock's place as the
    address of the channels, for a proxy in between; a full ``load`` has lanes for it.
    Raises :class:`SetupError` or :class:`UsageError`.
    """
    check_defects(defects)
    names = [f"lane-{number}" for number in range(lanes)]
    wiring = [wire(mock_url, name, upstream_url) for name in names]
    wiring += [
        wire(mock_url, f"{name}-{number}", upstream_url, special=name)
        for name in (*embedded.LIMITS, *embedded.SPEAKS, *embedded.FAMILIES, STRANGER)
        if name != FULL
        for number in range(embedded.LANES.get(name, 1))
    ]
    if load == FULL:
        wiring += bearing(mock_url, profile, upstream_url)
    wiring.append(wire(mock_url, embedded.RESTING, upstream_url, rests=True))
    hasty = [f"impatient-{number}" for number in range(embedded.IMPATIENT)]
    wiring += [wire(mock_url, name, upstream_url, is_hasty=True) for name in hasty]
    states = roles.states(profile)
    wiring += [wire(mock_url, f"{state}-0", upstream_url, state=state) for state in states]
    role = roles.role(profile)
    with embedded.relay(wiring, defects=defects, role=role, port=port) as base_url:
        log(said("rig.serves", version=__version__, address=base_url))
        described = document(wiring, base_url=base_url, mock_url=mock_url)
        claimed = claims(read(profile))
        yield described if claimed is None else {**described, "supports": sorted(claimed)}


def bearing(
    mock_url: str, profile: str | None, upstream_url: str | None
) -> Iterator[embedded.Wiring]:
    """Lanes whose keys may use what the profile promises."""
    limits = roles.limits(profile) or embedded.LIMITS[FULL]
    for number in range(embedded.LANES[FULL]):
        lane = wire(mock_url, f"{FULL}-{number}", upstream_url, special=FULL)
        yield replace(lane, limits=limits)


def paste(mock_url: str, lanes: int) -> str:
    """The keys and channels that a reference relay over ``mock_url`` has, as JSON."""
    names = [f"lane-{number}" for number in range(lanes)]
    wiring = [embedded.Wiring(name, _triples(sessions.expected(mock_url, name))) for name in names]
    document = [
        {
            "client_key": lane.key,
            "model": lane.lane,
            "channels": [
                {"name": name, "base_url": base_url, "key": key, "model": embedded.UPSTREAM_MODEL}
                for name, base_url, key in lane.upstreams
            ],
        }
        for lane in wiring
    ]
    return json.dumps({"lanes": document}, indent=1)


def wire(
    mock_url: str,
    lane: str,
    upstream_url: str | None = None,
    special: str = "default",
    state: KeyState = KeyState.ACTIVE,
    *,
    rests: bool = False,
    is_hasty: bool = False,
) -> embedded.Wiring:
    """Make the lane's session on the mock and say where its channels lead."""
    made = sessions.create(mock_url, lane)
    limits = embedded.LIMITS.get(special, {})
    return embedded.Wiring(
        lane, _triples(made, upstream_url), limits, special, state, rests, is_hasty
    )


def document(wiring: Sequence[embedded.Wiring], *, base_url: str, mock_url: str) -> dict[str, JSON]:
    """The rig document of a running reference relay."""
    return {
        "version": 1,
        "relay": {"kind": "reference", "version": __version__, "base_url": base_url},
        "mock": {"control_url": mock_url},
        "lanes": [_lane(lane) for lane in wiring],
        "supports": supports(),
    }


def supports() -> list[str]:
    """Every capability that the catalogue knows: the reference relay has them all."""
    return sorted({need for case in load().cases() for need in case.needs})


def check_defects(names: Sequence[str]) -> None:
    """Raises :class:`UsageError` for a name that is no defect, with near ones."""
    from difflib import get_close_matches  # noqa: PLC0415 (only when a name is wrong)

    known = [name for name, _ in known_defects()]
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, n=3) or known[:3]
            raise UsageError(
                f"the reference relay has no defect {name!r}; near: {', '.join(near)}; "
                "`relay-conformance up --list-defects` lists them"
            )


def known_defects() -> list[tuple[str, str]]:
    """Name and summary of each deliberate defect, in the relay's own order."""
    from conformance.relay.defects import DEFECTS  # noqa: PLC0415 (many small files)

    return [(defect.name, defect.summary) for defect in DEFECTS]


def _lane(lane: embedded.Wiring) -> dict[str, JSON]:
    row: dict[str, JSON] = {
        "name": lane.lane,
        "api_key": lane.key,
        "model": lane.lane,
        "session": lane.lane,
        "upstreams": [name for name, _, _ in lane.upstreams],
    }
    if lane.role != "default":
        row["role"] = lane.role
    if lane.limits:
        row["limits"] = dict(lane.limits)
    return row


def _triples(
    upstreams: Sequence[sessions.Upstream], origin: str | None = None
) -> tuple[tuple[str, str, str], ...]:
    return tuple((one.name, _moved(one.base_url, origin), one.key) for one in upstreams)


def _moved(url: str, origin: str | None) -> str:
    """``url`` at another origin."""
    return url if origin is None else f"{origin.rstrip('/')}{urlsplit(url).path}"
