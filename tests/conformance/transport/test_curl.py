"""The command repeats the request, and a shell reads it as it was meant."""

from __future__ import annotations

import base64
import shlex

import pytest

from conformance.model import End, Exchange, RequestSpec, SentRequest
from conformance.transport.curl import MAX_INLINE, curl

URL = "http://127.0.0.1:4000/v1/chat/completions"
JSON_TYPE = ("Content-Type", "application/json")


def post(body: bytes, *headers: tuple[str, str]) -> SentRequest:
    """A request as recorded."""
    return SentRequest("POST", URL, (JSON_TYPE, *headers), body)


def test_a_stream_on_one_line() -> None:
    """Nothing is buffered, and the headers that curl makes itself are left out."""
    request = post(b'{"stream": true, "s": "it\'s"}', ("Host", "h"), ("User-Agent", "x"))

    words = shlex.split(curl(request))

    assert words[:7] == ["curl", "-sS", "-i", "-N", "-X", "POST", URL]
    assert words[7:9] == ["-H", "Content-Type: application/json"]
    assert words[9:] == ["--data-raw", '{"stream": true, "s": "it\'s"}']
    assert "\n" not in curl(request)


def test_a_get_is_short() -> None:
    """No method, no body, no buffering option."""
    assert f"curl -sS -i {URL}" == curl(SentRequest("GET", URL, ()))


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("Authorization", "Bearer sk-secret", "'Authorization: Bearer '\"$OPENAI_API_KEY\""),
        ("Authorization", "Bearer [redacted:K]", "'Authorization: Bearer '\"$OPENAI_API_KEY\""),
        ("x-api-key", "sk-secret", "'x-api-key: '\"$OPENAI_API_KEY\""),
        ("Authorization", "Bearer sk-lane-0", "'Authorization: Bearer sk-lane-0'"),
        ("Authorization", "Bearer sk-wrong-0", "'Authorization: Bearer sk-wrong-0'"),
        ("Authorization", "Bearer ", "'Authorization: Bearer '"),
        ("X-Empty", "", "'X-Empty;'"),
        ("X-Odd", "$(reboot) `x` '", "'X-Odd: $(reboot) `x` '\"'\"''"),
        ("Cookie", "[redacted]", "'Cookie: [redacted]'"),
    ],
)
def test_headers_are_quoted_and_keys_named(name: str, value: str, shown: str) -> None:
    """A secret key comes from the environment; a made-up one is repeated."""
    assert f"curl -sS -i {URL} -H {shown}" == curl(SentRequest("GET", URL, ((name, value),)))


def test_a_spec_gets_its_base_url() -> None:
    """What a probe wants sent is shown before it was sent."""
    spec = RequestSpec("GET", "/models", (("Authorization", "Bearer sk-real"),))

    command = curl(spec, base_url="http://h/v1/")

    assert "http://h/v1/models" in command
    assert "sk-real" not in command


def test_an_exchange_shows_its_request() -> None:
    """An exchange is repeated as it was sent."""
    request = post(b"{}")

    assert curl(request) == curl(Exchange("x", "p", request, None, (), (), End.REFUSED))


def test_a_body_without_type_gets_none() -> None:
    """Curl does not call the body a form."""
    words = shlex.split(curl(SentRequest("POST", URL, (), b"{}")))

    assert words[-4:] == ["-H", "Content-Type:", "--data-raw", "{}"]


@pytest.mark.parametrize("path", ["/x[1]", "/x{a}", "/../x"])
def test_an_odd_url_is_taken_literally(path: str) -> None:
    """Curl neither expands nor cleans it."""
    words = shlex.split(curl(SentRequest("GET", URL + path, ())))

    assert ["--globoff", "--path-as-is", URL + path] == words[-3:]


def test_a_huge_body_is_a_here_document() -> None:
    """The delimiter is no line of the body."""
    text = "EOF\n" + "x" * MAX_INLINE

    command, *lines = curl(post(text.encode())).split("\n")

    assert command.endswith("--data-binary @- <<'EOF_'")
    assert [*text.split("\n"), "EOF_"] == lines


@pytest.mark.parametrize("body", [b"\xff\x00", b"bell\x07", b"\x1b[31m"])
def test_a_binary_body_is_decoded_by_the_shell(body: bytes) -> None:
    """Octets that a terminal would not carry go through base64."""
    first, *coded, last = curl(post(body)).split("\n")

    assert first.startswith("base64 -d <<'EOF' | curl ")
    assert first.endswith(" --data-binary @-")
    assert last == "EOF"
    assert body == base64.b64decode("".join(coded))
