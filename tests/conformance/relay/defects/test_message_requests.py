"""Defects of requests for messages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conformance.relay.defects import message_requests as broken
from conformance.relay.defects.base import Defect, Switch
from conformance.relay.dialects import ANTHROPIC
from conformance.relay.envelope import Problem, Reason, RelayError
from conformance.relay.turn import Turn

PATH, COUNT = "/v1/messages", "/v1/messages/count_tokens"
THOUGHT: Any = {"type": "thinking", "thinking": "hm"}
PICTURE: Any = {"type": "image", "source": {}}
TEXT: Any = {"type": "text", "text": "a"}
TOLD: Any = {"type": "error", "error": {"type": "not_found_error", "message": "no"}}


def turn(path: str = PATH, **fields: Any) -> Turn:
    """A request for a message."""
    return Turn("r", path=path, dialect=ANTHROPIC, **fields)


def asked(*content: Any, **fields: Any) -> Any:
    """A body with two messages, one of them of these blocks."""
    messages = [{"role": "user", "content": "hi"}, {"role": "assistant", "content": [*content]}]
    return {"model": "m", "messages": messages, **fields}


@pytest.mark.parametrize(
    ("defect", "kept"),
    [
        (broken.ThoughtsForgotten, [PICTURE, TEXT]),
        (broken.HistoryFlattened, [THOUGHT, TEXT]),
    ],
)
def test_blocks_of_a_history_are_lost(defect: type[Defect], kept: Any) -> None:
    """Others stay, and so do bodies without messages."""
    active = defect(turn())

    assert active.request_body(asked(THOUGHT, PICTURE, TEXT)) == asked(*kept)
    assert active.request_body({"input": "x"}) == {"input": "x"}


@pytest.mark.parametrize(
    ("defect", "path", "lost"),
    [
        (broken.MessageFieldsDropped, PATH, {"stop_sequences": ["x"], "top_k": 1}),
        (broken.CountOfMessagesAlone, COUNT, {"system": "s", "tools": []}),
    ],
)
def test_fields_are_lost(defect: type[Defect], path: str, lost: Any) -> None:
    """At one path."""
    assert defect(turn(path)).request_body(asked(**lost)) == asked()
    assert defect(turn("/v1/responses")).request_body(asked(**lost)) == asked(**lost)


def test_requests_are_refused() -> None:
    """Plain ones for a message; all for a count."""
    plain = {"model": "m", "max_tokens": 1, "messages": [{"content": "a sentence"}]}

    for defect, path in ((broken.Messages500, PATH), (broken.CountMissing, COUNT)):
        with pytest.raises(RelayError):
            defect(turn(path)).request_body(plain)
        assert defect(turn("/v1/responses")).request_body(plain) == plain
    assert broken.Messages500(turn()).request_body(plain | {"stream": True})


def test_betas_end_at_the_relay() -> None:
    """Versions do not."""
    sent = {"anthropic-version": "v", "anthropic-beta": "b"}

    assert broken.BetasDropped(turn()).request_headers(sent) == {"anthropic-version": "v"}


def test_a_key_is_seen_in_one_place() -> None:
    """Elsewhere it is not looked for."""
    both = {"x-api-key": "bare", "Authorization": "Bearer b"}
    new = {"anthropic-version": "2026-10-21", "Authorization": "Bearer b"}

    assert broken.BearerOnly(turn(headers=both)).key_shown("bare") == "b"
    assert broken.BearerOnly(Turn("r", headers=both)).key_shown("x") == "x"
    assert broken.BareKeyOnly(turn(headers=new)).key_shown("b") is None
    assert broken.BareKeyOnly(turn(headers=both)).key_shown("bare") == "bare"
    assert Switch.OPEN_MESSAGES in broken.AnyKeyForMessages.switches


def test_errors_have_another_shape_or_type() -> None:
    """In this dialect alone."""
    problem = Problem(Reason.UNKNOWN_MODEL, 404, "no")

    assert broken.MessageErrorsAsOpenai(turn()).envelope(TOLD, problem)["error"]["code"] is None
    flat = broken.MessageErrorTypesFlat(turn()).envelope(TOLD, problem)
    assert flat["error"] == {"type": "api_error", "message": "no"}
    for defect in (broken.MessageErrorsAsOpenai, broken.MessageErrorTypesFlat):
        assert defect(Turn("r")).envelope(TOLD, problem) == TOLD


def test_a_mistake_becomes_the_relays() -> None:
    """Where a field is missing or of a wrong type."""
    problem = Problem(Reason.MISSING_FIELD, 400, "no")
    active = broken.MessageMistakesAs500(turn())

    assert active.error(problem).status == 500
    assert active.error(replace(problem, reason=Reason.BAD_KEY)).status == 400


def test_a_request_has_no_id() -> None:
    """Under this name."""
    shown = {"Request-Id": "r", "X-Request-Id": "r"}

    assert broken.RequestIdUnnamed(turn()).headers(shown) == {"X-Request-Id": "r"}


def test_a_count_is_text() -> None:
    """At its path."""
    assert broken.CountAsText(turn(COUNT)).result({"input_tokens": 7}) == {"input_tokens": "7"}
    assert broken.CountAsText(turn()).result({"input_tokens": 7}) == {"input_tokens": 7}
