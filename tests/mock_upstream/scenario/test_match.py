"""Which requests a rule is for, and why it is not for others."""

from __future__ import annotations

import re

import pytest

from mock_upstream import jsontext
from mock_upstream.scenario.match import differences, find, last_user_text, near_miss, strip_version
from mock_upstream.scenario.model import JSON, Call, Match, Rule, Step, TextMatch


def chat(text: str = "hello there", **body: JSON) -> Call:
    """A chat request."""
    value = {"model": "gpt-4o", "messages": [{"role": "user", "content": text}], **body}
    return Call(
        "POST",
        "/chat/completions",
        (("X-Trace", "abc"),),
        jsontext.dumps(value),
        value,
    )


GET = Call("GET", "/models")

TABLE = [
    (Match(), chat(), None),
    (Match(), GET, "a rule without method and path wants POST"),
    (Match(path="/v1/models"), GET, None),
    (Match(method="get"), GET, None),
    (Match(method="GET"), chat(), "method is POST, the rule wants GET"),
    (Match(path="/v1/chat/completions"), chat(), None),
    (Match(path="/chat/*"), chat(), None),
    (Match(path="/v1/embeddings"), chat(), "path is /chat/completions, the rule wants"),
    (Match(model="gpt-4*"), chat(), None),
    (Match(model="o3"), chat(), "model is 'gpt-4o', the rule wants 'o3'"),
    (Match(model="o3"), Call("POST", "/x", body=[]), "model is None"),
    (Match(stream=True), chat(stream=True), None),
    (Match(stream=False), chat(), None),
    (Match(stream=True), chat(stream="true"), "stream is False, the rule wants True"),
    (Match(text=TextMatch(contains="hell")), chat(), None),
    (Match(text=TextMatch(contains="bye")), chat(), "wants it to contain 'bye'"),
    (Match(text=TextMatch(equals="hello there")), chat(), None),
    (Match(text=TextMatch(equals="hello")), chat("x" * 100), f"'{'x' * 80}…', the rule wants"),
    (Match(text=TextMatch(regex=re.compile("^h.*e$"))), chat(), None),
    (Match(text=TextMatch(regex=re.compile("^t"))), chat(), "wants a match of /^t/"),
    (Match(text=TextMatch(contains="x")), Call("POST", "/x"), "last user message is absent"),
    (Match(headers={"x-trace": TextMatch(equals="abc")}), chat(), None),
    (Match(headers={"x-other": TextMatch(equals="abc")}), chat(), "header x-other is absent"),
    (Match(body={"required": ["tools"]}), chat(tools=[]), None),
    (Match(body={"required": ["tools"]}), chat(), "body at $: 'tools' is a required property"),
]


@pytest.mark.parametrize(("match", "call", "word"), TABLE)
def test_a_field_that_is_given_holds(match: Match, call: Call, word: str | None) -> None:
    """A match yields nothing; a miss names the field, what was seen, what is wanted."""
    found = list(differences(match, call))

    assert len(found) == (0 if word is None else 1)
    assert (word or "") in "".join(found)


def test_the_first_rule_that_matches_is_met() -> None:
    """Rules are asked in their order."""
    rules = tuple(
        Rule(pointer, match, (Step(""),))
        for pointer, match in (("/0", Match(model="o3")), ("/1", Match()), ("/2", Match()))
    )

    found = find(rules, chat())

    assert found is rules[1]
    assert find(rules[:1], chat()) is None


def test_the_nearest_rule_says_why_it_was_not_met() -> None:
    """The rule with the fewest differences is reported, field by field."""
    far = Rule("/0", Match(model="o3", stream=True, path="/v1/embeddings"), (Step(""),))
    near = Rule("/1", Match(model="o3", stream=True), (Step(""),), "the near one")

    assert near_miss((far, near), chat()) == (
        "nearest rule /1 (the near one): model is 'gpt-4o', the rule wants 'o3'; "
        "stream is False, the rule wants True"
    )
    assert near_miss((), GET) == "no endpoint at GET /models"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/v1/models", "/models"),
        ("/models", "/models"),
        ("models", "/models"),
        ("/v1", ""),
        ("/v10/models", "/v10/models"),
        ("/v1/v1/models", "/v1/models"),
    ],
)
def test_paths_are_compared_behind_the_version(path: str, expected: str) -> None:
    """One ``/v1`` is taken away, no more."""
    assert strip_version(path) == expected


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        (None, None),
        ([], None),
        (["x", {"role": "user", "content": 5}], None),
        ([{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}], "a"),
        (
            [{"role": "user", "content": [{"type": "text", "text": "a"}, {"text": "b"}, {}, 7]}],
            "a\nb",
        ),
    ],
)
def test_the_last_user_message_has_a_text(messages: JSON, expected: str | None) -> None:
    """Parts of a list are joined; whatever has no text is passed over."""
    assert last_user_text({"messages": messages}) == expected


@pytest.mark.parametrize("said", ["hi", [{"role": "user", "content": "hi"}]])
def test_the_input_of_a_response_is_a_text_too(said: JSON) -> None:
    """One text, or items."""
    assert last_user_text({"input": said}) == "hi"
