"""Several faults on one reply: which go together, and in what order.

Rules of this file: a combination that cannot be honoured is refused with both
names; nothing is dropped in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from random import Random
from typing import NamedTuple, TypeAlias

from mock_upstream.errors import FaultError
from mock_upstream.faults.base import At, Fault, Place
from mock_upstream.frames import Frames

__all__ = ["Planned", "arrange", "inject", "rehearse"]


class Planned(NamedTuple):
    """One fault and where it strikes."""

    fault: Fault
    at: At | None = None


Rule: TypeAlias = Callable[[Planned, Planned], str | None]
"""Why the first keeps the second from being honoured, or None."""


def arrange(
    faults: Iterable[Fault | tuple[Fault, Place]], order: Sequence[type[Fault]]
) -> tuple[Planned, ...]:
    """The faults in the order of ``order``. Raises FaultError naming two of them."""
    planned = [_planned(item) for item in faults]
    for one, other in combinations(planned, 2):
        _refuse(one, other)
    return tuple(sorted(planned, key=lambda item: _rank(item.fault, order)))


def _rank(fault: Fault, order: Sequence[type[Fault]]) -> int:
    """The place of a fault, under whatever name, in the order."""
    return next(rank for rank, cls in enumerate(order) if isinstance(fault, cls))


def inject(frames: Frames, plan: Iterable[Planned], rng: Random) -> Frames:
    """``frames`` with every fault of ``plan`` in them. Raises FaultError."""
    for fault, at in plan:
        frames = fault.apply(frames, at=at, rng=rng)
    return frames


def rehearse(plan: Sequence[Planned], samples: Iterable[Frames]) -> None:
    """Raises FaultError when faults that are possible one by one are not together.

    Not together are also those of which one would never be seen. Only samples count on
    which each is possible; without any, the reply will tell.
    """
    reason: FaultError | None = None
    for frames in samples if len(plan) > 1 else ():
        if any(_why_not(frames, (item,)) for item in plan):
            continue
        refused = _why_not(frames, plan) or _unseen(frames, plan)
        if refused is None:
            return
        reason = reason or refused
    if reason is not None:
        names = ", ".join(item.fault.name for item in plan)
        raise FaultError(f"{names} cannot be combined: {reason.message}") from reason


def _unseen(frames: Frames, plan: Sequence[Planned]) -> FaultError | None:
    """Which fault could be left out without a difference, or None."""
    whole = _struck(frames, plan)
    for index, item in enumerate(plan):
        if whole == _struck(frames, (*plan[:index], *plan[index + 1 :])):
            return FaultError(f"{item.fault.name} would never be seen")
    return None


def _why_not(frames: Frames, plan: Iterable[Planned]) -> FaultError | None:
    """Why ``plan`` cannot be honoured on ``frames``, or None."""
    struck = _struck(frames, plan)
    return struck if isinstance(struck, FaultError) else None


def _struck(frames: Frames, plan: Iterable[Planned]) -> Frames | FaultError:
    """``frames`` with the faults in them, or why that cannot be."""
    try:
        return inject(frames, plan, Random(0))  # noqa: S311 (no secret)
    except FaultError as error:
        return error


def _planned(item: Fault | tuple[Fault, Place]) -> Planned:
    """A fault with its place, which it must have a use for."""
    fault, place = (item, None) if isinstance(item, Fault) else item
    at = At.parse(place)
    if at is not None and not fault.takes_place:
        raise FaultError(f"{fault.name} strikes the whole reply and takes no `at`", pointer="/at")
    return Planned(fault, at)


def _refuse(one: Planned, other: Planned) -> None:
    """Raises FaultError when the two cannot both be honoured."""
    for rule in RULES:
        for first, second in ((one, other), (other, one)):
            reason = rule(first, second)
            if reason is not None:
                names = f"{first.fault.name} and {second.fault.name}"
                raise FaultError(f"{names} cannot be combined: {reason}")


def _both_want(one: Planned, other: Planned) -> str | None:
    shared = [group for group in one.fault.exclusive if group in other.fault.exclusive]
    return f"both decide {shared[0]}" if shared else None


def _needs(one: Planned, other: Planned) -> str | None:
    wanted, made = other.fault.needs, one.fault.makes
    if made and wanted not in ("any", made):
        return f"the first replaces the whole reply, the second needs {_ARTICLE[wanted]}"
    if made or other.fault.makes:
        return None
    both = {one.fault.needs, wanted}
    return "one needs a stream, the other a JSON body" if both == {"stream", "json"} else None


def _both_end(one: Planned, other: Planned) -> str | None:
    return "each ends the body at its place" if one.fault.ends and other.fault.ends else None


def _hides(one: Planned, other: Planned) -> str | None:
    part = other.fault.acts_on
    return (
        f"the first hides the {part} that the second acts on" if part in one.fault.hides else None
    )


def _beyond(one: Planned, other: Planned) -> str | None:
    if not one.fault.ends or one.at is None or other.at is None or not one.at.reaches(other.at):
        return None
    return f"the body ends at {one.at}, before {other.at}"


_ARTICLE = {"stream": "an event stream", "json": "a JSON body"}

RULES: tuple[Rule, ...] = (_both_want, _needs, _both_end, _hides, _beyond)
"""Asked in this order, both ways round."""
