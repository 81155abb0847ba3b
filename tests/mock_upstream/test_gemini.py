"""What is said at each path of the Gemini API."""

from __future__ import annotations

from typing import Any

import pytest

import specs
from mock_upstream import gemini, jsontext
from mock_upstream.endpoints import reply
from mock_upstream.frames import Head, body_of
from mock_upstream.scenario.match import last_user_text
from mock_upstream.scenario.model import Call, Upstream

HI: Any = {"contents": [{"role": "user", "parts": [{"text": "Hi."}]}]}
EMBED: Any = {"content": {"parts": [{"text": "a"}]}, "outputDimensionality": 4}


def ask(
    method: str, path: str = "", body: Any = None, said: Any = None, models: tuple[str, ...] = ()
) -> tuple[int, Any]:
    """Status and body of what is said at a path below the models."""
    call = Call(method, f"/v1beta/models{path}", body=body)
    frames = reply(call, Upstream("a", models=models), said or {}, 1).frames
    assert isinstance(frames[0], Head)
    return frames[0].status, jsontext.loads(body_of(frames))


@pytest.mark.parametrize(
    ("path", "method", "shown", "found"),
    [
        ("/models/m:generateContent", "POST", {}, "/v1beta/models/m:generateContent"),
        ("/models", "GET", {"headers": (("X-Goog-Api-Key", "k"),)}, "/v1beta/models"),
        ("/models/m", "GET", {"query": "key=k"}, "/v1beta/models/m"),
        ("/models", "GET", {"headers": (("Authorization", "Bearer k"),)}, "/models"),
        ("/models/ft:m", "GET", {}, "/models/ft:m"),
        ("/models/m", "POST", {}, "/models/m"),
        ("/chat/completions", "POST", {"query": "key=k"}, "/chat/completions"),
    ],
)
def test_the_stable_version_has_the_paths_of_the_beta(
    path: str, method: str, shown: Any, found: str
) -> None:
    """What is OpenAI's stays so."""
    assert gemini.local(path, method, **{"headers": (), "query": "", **shown}) == found


@pytest.mark.parametrize(
    ("method", "body", "schema"),
    [
        ("generateContent", HI, "generate_content.response"),
        ("countTokens", HI, "count_tokens.response"),
        ("countTokens", {"generateContentRequest": HI}, "count_tokens.response"),
        ("embedContent", EMBED, "embed_content.response"),
        ("batchEmbedContents", {"requests": [EMBED]}, "batch_embed_contents.response"),
    ],
)
def test_a_method_of_a_model_answers(method: str, body: Any, schema: str) -> None:
    """With a valid object."""
    status, value = ask("POST", f"/m:{method}", body)

    assert status == 200
    assert list(specs.validator(f"gemini/{schema}.json").iter_errors(value)) == []


def test_pieces_come_in_an_array_unless_events_are_wanted() -> None:
    """The array has what the answer says."""
    status, value = ask("POST", "/m:streamGenerateContent", HI, {"text": "a b c d e"})

    texts = [row["candidates"][0]["content"]["parts"][0]["text"] for row in value]
    assert (status, "".join(texts)) == (200, "a b c d e")


def test_vectors_can_be_scripted() -> None:
    """As an extra."""
    said = {"extras": {"embedding": {"values": [1.0]}}}

    assert ask("POST", "/m:embedContent", EMBED, said)[1]["embedding"]["values"] == [1.0]


@pytest.mark.parametrize(
    ("method", "path", "body", "said", "expected"),
    [
        ("POST", "/n:generateContent", HI, {}, 404),
        ("POST", "/m:dream", HI, {}, 404),
        ("POST", "/m:generateContent", None, {}, 400),
        ("POST", "/m:countTokens", {}, {}, 400),
        ("POST", "/m:embedContent", {}, {}, 400),
        ("POST", "/m:generateContent", HI, {"error": "gemini_unavailable"}, 503),
        ("POST", "/m:countTokens", HI, {"error": "rate_limit_exceeded"}, 429),
        ("GET", "/n", None, {}, 404),
        ("GET", "", None, {"error": "server_error"}, 500),
        ("DELETE", "", None, {}, 405),
    ],
)
def test_an_error_is_google_s(method: str, path: str, body: Any, said: Any, expected: int) -> None:
    """Whoever says it."""
    status, value = ask(method, path, body, said, ("m",))

    assert (status, value["error"]["code"]) == (expected, expected)
    assert list(specs.validator("gemini/error.json").iter_errors(value)) == []


def test_models_are_listed() -> None:
    """Those of the upstream, one by one as well."""
    names = [row["name"] for row in ask("GET", models=("m", "n"))[1]["models"]]

    assert names == ["models/m", "models/n"]
    assert ask("GET", "/n", models=("m", "n"))[1]["name"] == "models/n"


def test_a_call_says_model_and_stream_in_its_path() -> None:
    """Rules find them there, and the words in the contents."""
    call = Call("POST", "/v1beta/models/a%2Fb:streamGenerateContent", body=HI)

    assert (call.model, call.is_stream) == ("a/b", True)
    assert last_user_text(HI) == "Hi."
    assert last_user_text({"contents": [{"role": "model", "parts": [{"text": "no"}]}]}) is None
