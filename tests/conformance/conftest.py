"""Small cases and exchanges for tests that need some, whatever the catalogue says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from conformance.catalog import Case, Endpoint, Instance, Probe, Requirement, Source
from conformance.model import End, Exchange, Level, Mode, Read, SentRequest

BOTH = frozenset(Mode)


@pytest.fixture
def make_case() -> Callable[..., Case]:
    """Makes a case; ``probe`` holds what its probe has more than a name."""

    def make(
        requirement: str = "TST-001",
        probe: str = "ask",
        label: str = "",
        probe_has: dict[str, Any] | None = None,
        **has: Any,
    ) -> Case:
        made = Probe(
            name=probe,
            area="test",
            summary="asks",
            endpoint=Endpoint("chat.completions", "POST", "/chat/completions"),
            modes=BOTH,
            **(probe_has or {}),
        )
        row = {
            "area": "test",
            "level": Level.MUST,
            "title": f"{requirement} holds",
            "source": Source("it holds", "2026-11-21", url="https://e.invalid/"),
            "modes": BOTH,
            **has,
        }
        return Case(Requirement(id=requirement, **row), Instance(made, label))

    return make


@pytest.fixture
def make_exchange() -> Callable[..., Exchange]:
    """Makes an exchange; a plain JSON answer unless told otherwise."""

    def make(body: bytes = b"{}", **has: Any) -> Exchange:
        values: dict[str, Any] = {
            "id": "ask/0",
            "probe": "ask",
            "request": SentRequest("POST", "http://h/v1/chat/completions", (), b'{"a":1}'),
            "status": 200,
            "headers": (("Content-Type", "application/json"),),
            "reads": (Read(0.1, body),) if body else (),
            "end": End.EOF,
            "duration_s": 0.25,
            **has,
        }
        return Exchange(**values)

    return make
