"""A text completion is rendered whole or as a stream, and both say the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from openai.types import Completion

import specs
from mock_upstream.endpoints import Meant, make_completion
from mock_upstream.frames import Data, Framing, Head, body_of
from mock_upstream.protocols.openai.completions import CompletionRequest, read_completion
from mock_upstream.reply import Failure
from mock_upstream.scenario.model import Call, Upstream

HELLO = {"model": "gpt-3.5-turbo-instruct", "prompt": "Say hello."}
Say = Callable[..., Meant]


@pytest.fixture
def meant() -> Say:
    """What is meant by the mock; ``said`` is what a script says, the rest are fields."""

    def build(said: Any = None, **fields: Any) -> Meant:
        call = Call("POST", "/completions", body={**HELLO, **fields})
        return make_completion(call, Upstream("a"), said or {}, 1)

    return build


def chunks(told: Meant) -> list[Any]:
    """The JSON of each event before [DONE]."""
    *data, done = [frame for frame in told.frames if isinstance(frame, Data)]
    assert done == Data(b"data: [DONE]\n\n", "done")
    return [json.loads(frame.octets.removeprefix(b"data: ")) for frame in data]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"n": 2, "logprobs": 3, "best_of": 3},
        {"prompt": ["a", "b"], "echo": True, "logprobs": 0},
        {"prompt": [1, 2, 3], "echo": True},
        {"prompt": [[1, 2], [3]], "max_tokens": 0},
        {"prompt": None, "max_tokens": 500, "stop": ["."]},
        {"prompt": "[refuse]", "suffix": "!", "user": "u"},
        {"model": "deepseek-r1"},
    ],
    ids=str,
)
def test_a_completion_is_one_of_the_dialect(meant: Say, fields: dict[str, Any]) -> None:
    """Whole and streamed, by our schemas and by the SDK's strict type."""
    value = json.loads(body_of(meant(**fields).frames))
    streamed = chunks(meant(**fields, stream=True, stream_options={"include_usage": True}))

    assert not list(specs.validator("openai/text_completion.json").iter_errors(value))
    Completion.model_validate_json(json.dumps(value), strict=True)
    for chunk in streamed:
        assert not list(specs.validator("openai/text_completion.chunk.json").iter_errors(chunk))
        choices = [
            {**row, "finish_reason": row["finish_reason"] or "stop"} for row in chunk["choices"]
        ]
        Completion.model_validate_json(json.dumps({**chunk, "choices": choices}), strict=True)


def test_a_stream_says_what_the_whole_says(meant: Say) -> None:
    """Texts, logarithms and finish of each choice; the counts come last."""
    fields = {"prompt": ["a b", "c d"], "n": 2, "echo": True, "logprobs": 2}
    whole = json.loads(body_of(meant(**fields).frames))
    *said, last = chunks(meant(**fields, stream=True, stream_options={"include_usage": True}))

    rows = [row for chunk in said for row in chunk["choices"]]
    for choice in whole["choices"]:
        mine = [row for row in rows if row["index"] == choice["index"]]
        assert "".join(row["text"] for row in mine) == choice["text"]
        assert [row["finish_reason"] for row in mine if row["finish_reason"]] == [
            choice["finish_reason"]
        ]
        for key in ("tokens", "token_logprobs", "text_offset", "top_logprobs"):
            joined = [one for row in mine if row["logprobs"] for one in row["logprobs"][key]]
            assert joined == choice["logprobs"][key]
    assert (last["choices"], last["usage"]) == ([], whole["usage"])
    assert {chunk["usage"] for chunk in said} == {None}


def test_each_prompt_has_its_choices_in_a_row(meant: Say) -> None:
    """Echoed, each begins with its prompt; the journal has the same texts."""
    told = meant(prompt=["first", "second"], n=2, echo=True, max_tokens=4)
    value = json.loads(body_of(told.frames))

    texts = [choice["text"] for choice in value["choices"]]
    assert [text.startswith("first") for text in texts] == [True, True, False, False]
    assert [text.startswith("second") for text in texts] == [False, False, True, True]
    assert told.summary["texts"] == {str(index): text for index, text in enumerate(texts)}
    assert value["usage"]["prompt_tokens"] == 2
    assert (value["usage"]["completion_tokens"], told.tokens) == (16, 18)


def test_an_answer_ends_at_sixteen_tokens(meant: Say) -> None:
    """Unless more or less is asked for."""
    for limit, expected in ((None, 16), (3, 3), (0, 0)):
        usage = meant(max_tokens=limit).summary["usage"]
        assert usage["completion_tokens"] == expected


def test_a_script_says_the_text_of_each_prompt(meant: Say) -> None:
    """And what it counts; tool calls have no place in plain text."""
    said = {"text": "a b", "finish": "tool_calls", "usage": {"prompt": 9}, "id": "x", "model": "y"}
    told = meant(said, prompt=["p", "q"])

    assert told.summary["texts"] == {"0": "a b", "1": "a b"}
    assert told.summary["finish_reasons"] == {"0": "stop", "1": "stop"}
    assert told.summary["usage"]["total_tokens"] == 9 + 4
    assert told.summary["model"] == "y"


@pytest.mark.parametrize("stream", [False, True])
def test_the_head_fits_the_body(meant: Say, stream: bool) -> None:
    """A script's headers replace the usual ones."""
    head = meant({"headers": {"x-request-id": "mine"}}, stream=stream).frames[0]

    assert isinstance(head, Head)
    named = dict(head.headers)
    assert head.framing is (Framing.CHUNKED if stream else Framing.LENGTH)
    assert named["content-type"].startswith("text/event-stream" if stream else "application/json")
    assert named["x-request-id"] == "mine"
    assert ("cache-control" in named) is stream


def test_the_same_request_gets_the_same_octets(meant: Say) -> None:
    """Twice, whole and streamed."""
    for stream in (False, True):
        assert meant(stream=stream).frames == meant(stream=stream).frames


@pytest.mark.parametrize(
    ("changes", "name", "param"),
    [
        ({"prompt": 5}, "invalid_type", "prompt"),
        ({"prompt": []}, "empty_array", "prompt"),
        ({"model": 5}, "invalid_type", "model"),
        ({"logprobs": True}, "invalid_type", "logprobs"),
        ({"logprobs": 6}, "integer_above_max_value", "logprobs"),
        ({"echo": "yes"}, "invalid_type", "echo"),
        ({"max_tokens": -1}, "integer_below_min_value", "max_tokens"),
        ({"temperature": 3}, "decimal_above_max_value", "temperature"),
        ({"n": 3, "best_of": 2}, "bad_request", "best_of"),
        ({"stream_options": {}}, "bad_request", "stream_options"),
    ],
)
def test_what_is_wrong_is_told(changes: dict[str, Any], name: str, param: str) -> None:
    """As a row of the catalogue, with the field."""
    found = read_completion({**HELLO, **changes})

    assert isinstance(found, Failure)
    assert (found.name, found.body["error"]["param"]) == (name, param)


def test_a_prompt_is_required_but_may_be_null() -> None:
    """Null stands for the beginning of a document."""
    missing, null = read_completion({"model": "m"}), read_completion({"model": "m", "prompt": None})

    assert isinstance(missing, Failure)
    assert missing.name == "missing_required_parameter"
    assert isinstance(null, CompletionRequest)
    assert null.prompts == ["<|endoftext|>"]
