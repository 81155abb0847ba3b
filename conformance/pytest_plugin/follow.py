"""The side of the plugin in a worker process of pytest-xdist.

Rules of this file: sends only what its own tests need, one probe ahead; the
leading process writes everything but the log of exchanges.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from conformance.pytest_plugin.cases import case_of

if TYPE_CHECKING:
    from conformance.session import Worker


class Follow:
    """Hooks of a worker process."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> None:
        """Start the probes of this test and of the next."""
        cases = (case_of(item), case_of(nextitem))
        self._worker.begin([case for case in cases if case is not None])

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Stop sending and tell the leading process what was spent."""
        self._worker.close()
        output: dict[str, Any] = getattr(session.config, "workeroutput", {})
        budget = self._worker.budget
        spent = {"requests": budget.requests, "tokens": budget.tokens, "usd": budget.usd}
        output["relay"] = spent
