"""What the defects of translations have in common.

Rules of this file: such a defect has its way with requests of its pair alone, and all
others leave translated requests alone. So a rule about a pair fails for that pair's
own faults.
"""

from __future__ import annotations

from typing import ClassVar

from conformance.relay.defects.base import Defect

__all__ = ["PairDefect"]


class PairDefect(Defect):
    """A fault of one translation."""

    pair: ClassVar[str]
    """The translation's name."""

    @property
    def acts(self) -> bool:
        """Whether the request takes this translation."""
        return self.turn.pair == self.pair
