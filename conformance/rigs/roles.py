"""The role of a profile for the reference relay, read from the profile's document.

Rules of this file: data in, a value out; the relay itself knows no profile.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import specs
from conformance.catalog.promises import Promises, below, claims, read
from conformance.model import JSON
from conformance.relay.config import BASE_PATH, KeyState, Role, Told

SITUATIONS: Mapping[KeyState, str] = {
    KeyState.EXPIRED: "expired_key",
    KeyState.DISABLED: "disabled_key",
    KeyState.NO_BALANCE: "no_money",
}
"""What a profile calls the use of a key in each state."""


def role(profile: str | None) -> Role:
    """The role of a profile; the relay's own without one. Raises :class:`UsageError`."""
    promises = Promises(read(profile))
    errors = {name: _told(row) for name, row in promises.rows.items()}
    if promises.documents("wrong_method") and "unknown_path" in errors:
        errors.setdefault("wrong_method", errors["unknown_path"])
    lacking = [told.absent for told in errors.values()]
    return Role(
        base_path=promises.prefix,
        errors=errors,
        absent=frozenset.intersection(*lacking) if lacking else frozenset(),
        paths=_paths(promises.document),
    )


def limits(profile: str | None) -> dict[str, float]:
    """What the profile promises that a key may use; nothing where it does not say."""
    told = read(profile).get("limits", {})
    return {name: told[name] for name in ("rpm", "tpm", "concurrency") if told.get(name)}


def states(profile: str | None) -> tuple[KeyState, ...]:
    """The states of a key of which the profile speaks, or all documents read so far together."""
    told = Promises(read(profile)).axis({"profile": "errors", "situations": [*SITUATIONS.values()]})
    return tuple(state for state, name in SITUATIONS.items() if name in told)


def _told(row: Mapping[str, JSON]) -> Told:
    return Told(
        status=row["status"],
        type=row["type"],
        code=row["code"],
        param=row["param"],
        absent=frozenset(row.get("absent", ())),
    )


def _paths(document: Mapping[str, JSON]) -> tuple[str, ...] | None:
    """Patterns of the claimed paths as below ``/v1``; ``None`` when nothing is ruled out."""
    claimed = claims(document)
    return None if claimed is None else tuple(dict.fromkeys(_claimed(document, claimed)))


def _claimed(document: Mapping[str, JSON], claimed: tuple[str, ...]) -> Iterator[str]:
    for row in specs.endpoints():
        if row.get("capability") in claimed:
            yield _pattern(below(BASE_PATH, row["path"]))
    prefix = str(document.get("path_prefix", BASE_PATH))
    for row in document.get("endpoints", ()):
        path = row["path"]
        is_below = path.startswith(f"{prefix}/")
        yield _pattern(BASE_PATH + path.removeprefix(prefix) if is_below else path)


def _pattern(path: str) -> str:
    """``/models/{model}`` as a pattern of file names."""
    return re.sub(r"\{[a-z_]+\}", "*", path)
