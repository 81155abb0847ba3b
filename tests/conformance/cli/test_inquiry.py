"""What is asked for is chosen by pattern, and what was found is shown safely."""

from __future__ import annotations

import pytest
from rich.console import Console

from conformance.catalog.trials import trials
from conformance.cli.inquiry import chosen, table
from conformance.errors import UsageError
from reports.phrases import Phrases


def test_patterns_leave_capabilities_out() -> None:
    """A pattern that leaves out nothing is a mistake."""
    names = [trial.capability for trial in chosen(("chat*", "models.retrieve"))]

    assert names == [
        name for name in trials() if not name.startswith("chat") and name != "models.retrieve"
    ]
    with pytest.raises(UsageError, match="matches nothing"):
        chosen(("chatt",))


def test_a_relays_words_cannot_paint_the_terminal() -> None:
    """Marks and control characters are shown as they are, or not at all."""
    row = {
        "state": "unsure",
        "reason": "[red]\x1b[31mlook",
        "evidence": {"model": "a\nb", "listed": "tools stands at x"},
    }
    console = Console(width=200, record=True)

    console.print(table({"chat.tools": row}, Phrases()))

    shown = console.export_text()
    assert "[red] [31mlook; the list of models: tools stands at x" in shown
    assert "a b" in shown
