"""Rows know their names, needs and modes."""

from __future__ import annotations

from conformance.catalog.rows import Case, Endpoint, Instance, Probe, Requirement, Source
from conformance.model import Level, Mode

SOURCE = Source("quote", "2026-11-21", url="https://example.org")
PROBE = Probe(
    "p",
    "area",
    "summary",
    Endpoint("e", "GET", "/x"),
    frozenset({Mode.WIRED}),
    needs=frozenset({"chat"}),
)
ROW = Requirement(
    "TST-001",
    "area",
    Level.MUST,
    "title",
    SOURCE,
    modes=frozenset(Mode),
    needs=frozenset({"chat.n"}),
)


def test_a_case_is_named_after_row_and_instance() -> None:
    """The label stands in brackets of its own."""
    assert Case(ROW, Instance(PROBE)).id == "TST-001[p]"
    assert Case(ROW, Instance(PROBE, "stream=true")).id == "TST-001[p[stream=true]]"


def test_a_case_needs_what_row_and_probe_need() -> None:
    """Modes are those that both allow."""
    case = Case(ROW, Instance(PROBE))

    assert {"chat", "chat.n"} == case.needs
    assert {Mode.WIRED} == case.modes


def test_a_source_leaves_out_what_it_has_not() -> None:
    """Empty keys do not reach run.json."""
    assert (SOURCE.as_json()) == {
        "url": "https://example.org",
        "quote": "quote",
        "seen": "2026-11-21",
    }


def test_an_excluded_row_is_not_judged() -> None:
    """Excluded rows stand in the catalogue with their reason."""
    assert ROW.is_judged
    assert not Requirement("A-001", "a", Level.MUST, "t", SOURCE, excluded="why").is_judged


def test_an_instance_may_ask_another_endpoint() -> None:
    """Its claims, and that of the stream, are needed."""
    endpoint = {"name": "talk", "method": "POST", "path": "/talk", "capability": "talk"}
    at = {"endpoint": endpoint, "stream": True, "needs": ["talk.stream"]}
    case = Case(ROW, Instance(PROBE, "talk.stream", {"at": at}))

    assert case.instance.endpoint == Endpoint("talk", "POST", "/talk", capability="talk")
    assert case.needs == {"chat", "chat.n", "talk", "talk.stream"}
    assert case.instance.stream


def test_an_instance_asks_the_endpoint_of_its_probe() -> None:
    """An axis of another kind changes nothing but what it is about."""
    plain, streamed = Instance(PROBE), Instance(PROBE, "s", {"stream": True})

    assert plain.endpoint == streamed.endpoint == PROBE.endpoint
    assert (plain.stream, streamed.stream) == (False, True)
