"""One answer shows a capability, denies it, or leaves it open."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from conformance.catalog.trials import trials
from conformance.checks.sight import State, sight
from conformance.model import End, Exchange
from conformance.wire.view import View

CHAT = {"choices": [{"message": {"content": "hi"}}]}
HTML: Any = (("Content-Type", "text/html"),)
EVENTS: Any = (("Content-Type", "text/event-stream"),)


def error(message: str, **more: Any) -> dict[str, Any]:
    """An error body."""
    return {"error": {"message": message, "type": "invalid_request_error", **more}}


@pytest.mark.parametrize(
    ("capability", "status", "body", "expected", "words"),
    [
        ("chat", 200, CHAT, State.CLAIMED, "shows it"),
        ("chat", 200, {"hello": 1}, State.UNSURE, "does not show it"),
        ("chat", 200, {**CHAT, "error": {"message": "no"}}, State.ABSENT, "is an error: no"),
        ("chat", 200, error("no"), State.ABSENT, "is an error: no"),
        ("chat", 200, error("no such model"), State.UNSURE, "is an error"),
        ("chat", 404, error("Invalid URL (POST /v1/models/x)"), State.ABSENT, "404: Invalid URL"),
        ("chat", 404, {"detail": "Not Found"}, State.ABSENT, "404: Not Found"),
        ("chat", 405, {}, State.ABSENT, "405"),
        ("chat", 501, error("API not implemented"), State.ABSENT, "501"),
        ("chat", 404, error("The model `m` does not exist"), State.UNSURE, "may not have"),
        ("chat", 404, error("gone", code="model_not_found"), State.UNSURE, "model_not_found gone"),
        ("chat", 404, error("模型不存在"), State.UNSURE, "may not have the model"),
        ("chat", 401, error("bad key"), State.UNSURE, "account or the key"),
        ("chat", 402, {}, State.UNSURE, "402"),
        ("chat", 403, {}, State.UNSURE, "403"),
        ("chat", 429, error("slow down"), State.UNSURE, "slow down"),
        ("chat", 500, {}, State.UNSURE, "500"),
        ("chat", 503, error("no channel"), State.UNSURE, "503: no channel"),
        ("chat", 302, {}, State.UNSURE, "302"),
        ("chat", 400, error("x is missing", param="x"), State.UNSURE, "the endpoint is there"),
        ("chat", 400, {}, State.UNSURE, "400: refused"),
        ("chat.n", 200, CHAT, State.ABSENT, "does not show it"),
        ("chat.n", 200, {"choices": [1, 2]}, State.CLAIMED, "shows it"),
        ("chat.n", 400, error("no", param="n"), State.ABSENT, "refused, while chat is served"),
        ("chat.logprobs", 400, error("Logprobs are not allowed"), State.ABSENT, "while chat"),
        ("chat.n", 400, error("no other than one"), State.UNSURE, "the endpoint is there"),
        ("chat.logprobs", 400, error("too long"), State.UNSURE, "the endpoint is there"),
        ("chat.reasoning", 200, CHAT, State.UNSURE, "does not show it"),
        ("chat.stream", 200, CHAT, State.ABSENT, "does not show it"),
        ("embeddings", 200, {"data": [{"embedding": "AAAA"}]}, State.CLAIMED, "shows it"),
        ("models", 200, {"data": []}, State.CLAIMED, "shows it"),
        ("audio.speech", 200, {"url": "x"}, State.UNSURE, "does not show it"),
    ],
)  # fmt: skip
def test_status_and_body_decide(
    make_exchange: Callable[..., Exchange],
    capability: str,
    status: int,
    body: Any,
    expected: State,
    words: str,
) -> None:
    """The relay's own no is absence; an account, a model and a fault are not."""
    view = View(make_exchange(json.dumps(body, ensure_ascii=False).encode(), status=status))

    found = sight(trials()[capability], view)

    assert found.state is expected, found.reason
    assert words in found.reason


@pytest.mark.parametrize("capability", sorted(trials()))
def test_a_page_is_no_capability(make_exchange: Callable[..., Exchange], capability: str) -> None:
    """A console that answers 200 to everything serves nothing."""
    view = View(make_exchange(b"<html><body>Log in</body></html>", headers=HTML))

    assert sight(trials()[capability], view).state is State.ABSENT


def test_a_page_is_not_shown(make_exchange: Callable[..., Exchange]) -> None:
    """Its words say nothing about the API."""
    view = View(make_exchange(b"<html>", headers=HTML, status=404))

    assert sight(trials()["chat"], view).reason == "404: an HTML page"


@pytest.mark.parametrize(
    ("octets", "expected"),
    [
        (b'data: {"choices": [{"delta": {}}]}\n\ndata: [DONE]\n\n', State.CLAIMED),
        (b'data: {"choices": [{}]}\n\ndata: {"error": {"message": "x"}}\n\n', State.ABSENT),
        (b": nothing\n\n", State.ABSENT),
    ],
)  # fmt: skip
def test_a_stream_is_looked_into(
    make_exchange: Callable[..., Exchange], octets: bytes, expected: State
) -> None:
    """One chunk of the right kind, and no error, shows it."""
    view = View(make_exchange(octets, headers=EVENTS))

    assert sight(trials()["chat.stream"], view).state is expected


@pytest.mark.parametrize(
    ("has", "words"),
    [
        ({"status": None, "end": End.TIMEOUT, "end_detail": "no end"}, "no answer: no end"),
        ({"status": None, "end": End.RESET}, "no answer: reset"),
        ({"end": End.TRUNCATED}, "broke off (truncated)"),
    ],
)
def test_a_broken_connection_shows_nothing(
    make_exchange: Callable[..., Exchange], has: dict[str, Any], words: str
) -> None:
    """It may do better the next time."""
    found = sight(trials()["chat"], View(make_exchange(b'{"choi', **has)))

    assert found.state is State.UNSURE
    assert words in found.reason


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "an empty body"),
        (b'{"error": {}, "message": "\\u001b[31mred"}', "refused: [31mred"),
        (b'{"error": {"type": "x"}}', "an error without words"),
        (b'{"error": {"code": "400", "param": "None", "message": "odd"}}', "refused: odd"),
        (b"a\nb\x1b[0m" + b"c" * 5000, "a b [0mccc"),
    ],
)
def test_a_relays_words_are_one_short_plain_line(
    make_exchange: Callable[..., Exchange], body: bytes, words: str
) -> None:
    """Whatever it sends."""
    reason = sight(trials()["chat"], View(make_exchange(body, status=400))).reason

    assert reason.isprintable()
    assert len(reason) < 250
    assert words in reason
