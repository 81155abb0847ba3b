"""The hooks of the base change nothing, and defects work in their order."""

from __future__ import annotations

from conformance.relay.answer import Answer, Body
from conformance.relay.config import Timeouts
from conformance.relay.defects.base import Defect, Defects, Switch
from conformance.relay.defects.pair import PairDefect
from conformance.relay.envelope import Reason, refusal
from conformance.relay.retry import Cause, Failure, RetryPolicy
from conformance.relay.sse import Kind, OutEvent, SseReader
from conformance.relay.turn import Turn


def test_base_is_harmless() -> None:
    """Every hook gives back what it got."""
    base = Defect(Turn("r"))
    event, problem = OutEvent(Kind.CHUNK, "x"), refusal(Reason.LIMIT, "no").problem
    answer, reader = Answer(200, Body.MODELS), SseReader()

    assert base.timeouts(Timeouts()) == Timeouts()
    assert base.policy(RetryPolicy()) == RetryPolicy()
    assert base.reader(reader) is reader
    assert base.wants_stream(wants=True) is True
    assert base.request_body({"a": 1}) == base.completion({"a": 1}) == {"a": 1}
    assert base.translated({"a": 1}) == {"a": 1}
    assert base.result({"a": 1}) == {"a": 1}
    assert base.text_chunk({"a": 1}) == base.typed({"a": 1}) == [{"a": 1}]
    assert base.piece(b"x", is_last=False) == b"x"
    assert base.parts(()) == ()
    assert base.key_shown("k") == "k"
    assert base.request_headers({"a": "1"}) == base.headers({"a": "1"}) == {"a": "1"}
    assert base.stream_headers({"a": "1"}) == {"a": "1"}
    assert base.model_name("m", "up") == "m"
    assert base.chunk({"a": 1}) == [{"a": 1}]
    assert base.comment("x") == []
    assert base.event(event) == base.broken([event], Failure(Cause.CUT)) == [event]
    assert base.octets(b"x", event) == base.tail(b"x") == b"x"
    assert base.error(problem) == problem
    assert base.envelope({}, problem) == base.models({}) == base.model({}) == {}
    assert base.answer(answer) == answer


class Twice(Defect):
    """Everything comes twice."""

    name = "twice"
    switches = frozenset({Switch.SPLICES})

    def chunk(self, chunk: dict[str, int]) -> list[dict[str, int]]:
        """Double the chunk."""
        return [chunk, chunk]


def test_defects_work_one_after_the_other() -> None:
    """Values are folded, spread and gathered in the order of the names."""
    turn = Turn("r")
    defects = Defects((Twice(turn), Twice(turn)))

    assert Twice.summary == "Everything comes twice."
    assert defects.fold("", lambda d, value: value + d.name) == "twicetwice"
    assert defects.spread([{"a": 1}], lambda d, chunk: d.chunk(chunk)) == [{"a": 1}] * 4
    assert defects.gather(lambda d: [d.name]) == ["twice", "twice"]
    assert defects.has(Switch.SPLICES)
    assert not defects.has(Switch.NO_LIMITS)
    assert defects.octets(OutEvent(Kind.CHUNK, "x")) == b"data: x\n\n"


def test_translated_request_is_left_alone_by_other_defects() -> None:
    """A fault of one translation acts on its pair, and every other fault elsewhere."""

    class Here(PairDefect):
        """Adds one where a pair is translated."""

        name = "here"
        pair = "a-b"

        def octets(self, octets: bytes, event: OutEvent) -> bytes:
            """Add it."""
            return octets + b"1"

    class Elsewhere(Defect):
        """Adds two."""

        name = "elsewhere"

        def octets(self, octets: bytes, event: OutEvent) -> bytes:
            """Add it."""
            return octets + b"2"

    event = OutEvent(Kind.CHUNK, "x")

    def told(pair: str) -> bytes:
        turn = Turn("r", pair=pair)
        return Defects((Here(turn), Elsewhere(turn))).fold(b"", lambda d, v: d.octets(v, event))

    assert [told(pair) for pair in ("", "a-b", "a-c")] == [b"2", b"1", b""]
