"""What a check is, and the one table of all checks.

Rules of this file: a check is a pure generator of violations over views of
exchanges. It never sends, waits or looks at a clock, and it states what must
hold before there is anything to judge (``given``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from conformance.model import Violation
from conformance.wire.view import View

CheckFunction: TypeAlias = Callable[..., Iterator[Violation]]
"""``(view, **arguments)`` or, for a whole run, ``(views, **arguments)``."""


@dataclass(frozen=True, slots=True)
class Check:
    """A named rule; ``whole_run`` takes all views of the probe at once."""

    name: str
    function: CheckFunction
    given: str
    whole_run: bool = False

    def violations(self, views: Sequence[View], **arguments: object) -> Iterator[Violation]:
        """Every violation in ``views``, with the index of its exchange."""
        if self.whole_run:
            yield from self.function(views, **arguments)
            return
        for index, view in enumerate(views):
            for violation in self.function(view, **arguments):
                yield _at(violation, index)


CHECKS: dict[str, Check] = {}
"""Name -> check. Filled when the modules of this package are imported."""


def check(
    name: str, *, given: str = "answered", whole_run: bool = False
) -> Callable[[CheckFunction], CheckFunction]:
    """Enters the function into :data:`CHECKS`; a name taken twice is an import error."""

    def enter(function: CheckFunction) -> CheckFunction:
        if name in CHECKS:
            raise ImportError(f"two checks are named {name!r}")
        CHECKS[name] = Check(name, function, given, whole_run)
        return function

    return enter


def _at(violation: Violation, index: int) -> Violation:
    return Violation(
        violation.message, violation.at, violation.expected, violation.got, exchange=index
    )
