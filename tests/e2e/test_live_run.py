"""A live run keeps its caps, the relay's pace, and blames no relay for an account."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from conformance.cli import code_of

PROMPT = 20
"""Tokens of any prompt, to this relay."""


class Relay(ThreadingHTTPServer):
    """A relay of a few lines that counts what it is asked and used for."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.refusal: tuple[int, dict[str, str], dict[str, Any]] | None = None
        self.once = False
        self.requests = 0
        self.tokens = 0
        self.usd = 0.0
        self.guard = threading.Lock()

    @property
    def url(self) -> str:
        """Where it is reached."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class Handler(BaseHTTPRequestHandler):
    """Answers chat requests, or refuses them as it is told."""

    server: Relay
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """The list of models."""
        self._count(0)
        self._answer(200, {"object": "list", "data": [{"id": "gpt-4o-mini", "object": "model"}]})

    def do_POST(self) -> None:
        """A completion that used as many tokens as it might."""
        body = self.rfile.read(int(self.headers["content-length"] or 0))
        refusal = self.server.refusal
        if refusal is not None:
            if self.server.once:
                self.server.refusal = None
            self._count(0)
            self._answer(refusal[0], refusal[2], refusal[1])
            return
        try:
            asked = json.loads(body)
            most = int(asked.get("max_tokens") or 500)
        except (ValueError, AttributeError, TypeError):
            self._count(0)
            self._answer(400, {"error": {"message": "no JSON", "type": "invalid_request_error"}})
            return
        self._count(PROMPT + most)
        usage = {
            "prompt_tokens": PROMPT,
            "completion_tokens": most,
            "total_tokens": PROMPT + most,
        }
        message = {"role": "assistant", "content": "Hello."}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        head = {"id": "c", "object": "chat.completion", "created": 1, "model": "gpt-4o-mini"}
        self._answer(200, {**head, "choices": [choice], "usage": usage})

    def _count(self, tokens: int) -> None:
        with self.server.guard:
            self.server.requests += 1
            self.server.tokens += tokens
            self.server.usd += (min(tokens, PROMPT) * 0.15 + max(tokens - PROMPT, 0) * 0.6) / 1e6

    def _answer(
        self, status: int, value: dict[str, Any], headers: dict[str, str] | None = None
    ) -> None:
        octets = json.dumps(value).encode()
        self.send_response(status)
        for name, text in {"content-type": "application/json", **(headers or {})}.items():
            self.send_header(name, text)
        self.send_header("content-length", str(len(octets)))
        self.send_header("connection", "close")
        self.end_headers()
        self.wfile.write(octets)
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@pytest.fixture
def relay(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Relay]:
    """The relay, in a folder of its own, with a key in the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-live-0123456789abcdef")
    server = Relay()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(5)


def run(relay: Relay, *flags: str) -> tuple[int, dict[str, Any]]:
    """Exit code and document of a run against ``relay``."""
    code = code_of(["run", "--base-url", relay.url, "--out", "out", "--format", "junit", *flags])
    document = json.loads(Path("out/run.json").read_text(encoding="utf-8"))
    return code, document


@pytest.mark.parametrize("flag", ["--max-requests", "--max-tokens", "--max-cost"])
def test_a_cap_holds_and_keeps_the_evidence(relay: Relay, flag: str) -> None:
    """Never above it, with several requests under way at once."""
    caps = {"--max-requests": "9", "--max-tokens": "1500", "--max-cost": "0.0006"}

    code, document = run(relay, flag, caps[flag], "--concurrency", "4")

    spent = {
        "--max-requests": relay.requests,
        "--max-tokens": relay.tokens,
        "--max-cost": relay.usd,
    }
    assert 0 < spent[flag] <= float(caps[flag])
    assert relay.requests <= document["cost"]["requests"]
    assert code in {1, 3}
    assert any("is spent; raise " + flag in row["message"] for row in document["results"])
    assert any(row["exchanges"] for row in document["results"])
    assert Path("out/junit.xml").is_file()


@pytest.mark.parametrize(
    ("status", "error", "advice"),
    [
        (429, {"message": "You exceeded your current quota", "code": "insufficient_quota"},
         "top up the account"),
        (403, {"message": "用户额度不足", "type": "new_api_error"}, "top up the account"),
        (401, {"message": "无效的令牌", "type": "one_api_error"}, "check the key"),
    ],
)  # fmt: skip
def test_a_refused_account_is_no_verdict(
    relay: Relay, status: int, error: dict[str, str], advice: str
) -> None:
    """Exit 3 with what to do; it is not asked for ever."""
    relay.refusal = (status, {}, {"error": error})

    code, document = run(relay, "--select", "chat", "--select", "sse")

    blames = {row["blame"] for row in document["results"] if row["outcome"] != "skip"}
    assert code == 3
    assert document["summary"]["fail"] == 0
    assert blames == {"credentials"}
    assert any(advice in notice for notice in document["notices"])
    assert relay.requests < 20


def test_a_relay_that_wants_it_slower_gets_it(relay: Relay) -> None:
    """The request is sent again, and the run says that it waited."""
    error = {"error": {"message": "Rate limit reached", "code": "rate_limit_exceeded"}}
    relay.refusal, relay.once = (429, {"retry-after": "1"}, error), True

    _, document = run(relay, "--select", "chat-json", "--concurrency", "1")

    assert not [row for row in document["results"] if row["blame"] == "credentials"]
    assert any("slowed down by the relay's own rate limit" in one for one in document["notices"])
