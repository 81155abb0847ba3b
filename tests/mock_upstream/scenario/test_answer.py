"""Scripted replies over default answers."""

from __future__ import annotations

import pytest

from mock_upstream import text
from mock_upstream.protocols.openai.answer import default_answer
from mock_upstream.protocols.openai.request import ChatRequest
from mock_upstream.reply import Choice, Failure, Reasoning, Refusal, Text, ToolCall
from mock_upstream.scenario.answer import scripted, scripted_failure
from mock_upstream.scenario.model import JSON

REQUEST = ChatRequest({"model": "gpt-4o", "messages": [{"role": "user", "content": "hi"}]})
TWO = ChatRequest({**REQUEST.body, "n": 2})


def test_a_silent_script_leaves_the_default() -> None:
    """The answer is the one of a healthy upstream."""
    assert scripted({}, REQUEST, 7) == default_answer(REQUEST, seed=7)


@pytest.mark.parametrize(
    ("said", "blocks", "finish"),
    [
        ({"text": "a"}, (Text("a"),), "stop"),
        ({"blocks": [{"text": "a", "pieces": ["a"]}]}, (Text("a", ("a",)),), "stop"),
        ({"blocks": [{"reasoning": "r"}], "text": "a"}, (Reasoning("r"), Text("a")), "stop"),
        (
            {"blocks": [{"reasoning": "r", "fields": ["reasoning"]}]},
            (Reasoning("r", fields=("reasoning",)),),
            "stop",
        ),
        ({"blocks": [{"refusal": "no"}], "finish": "length"}, (Refusal("no"),), "length"),
        (
            {"blocks": [{"tool": {"name": "f", "args": {"x": 1}, "id": "c1"}}]},
            (ToolCall("c1", "f", '{"x":1}'),),
            "tool_calls",
        ),
        (
            {"blocks": [{"tool": {"name": "f", "args": "{broken", "id": "c1"}}]},
            (ToolCall("c1", "f", "{broken"),),
            "tool_calls",
        ),
    ],
)
def test_blocks_stand_for_each_choice(
    said: dict[str, JSON], blocks: tuple[object, ...], finish: str
) -> None:
    """The finish follows from the blocks unless it is said; tokens are counted."""
    answer = scripted(said, TWO, 7)

    assert [(choice.blocks, choice.finish) for choice in answer.choices] == [(blocks, finish)] * 2
    assert answer.usage.completion > 0


def test_an_echo_says_what_the_user_said() -> None:
    """As often as is wanted, each time a piece of its own; before all other text."""
    (choice,) = scripted({"echo": 2, "text": "end"}, REQUEST, 7).choices

    assert choice.blocks == (Text("hi hi ", ("hi ", "hi ")), Text("end"))


def test_words_are_drawn_from_the_seed_in_a_locale() -> None:
    """As many as asked for, and the same again."""
    answer = scripted({"words": 12, "locale": "fr_FR"}, REQUEST, 7)
    (block,) = answer.choices[0].blocks

    assert isinstance(block, Text)
    assert len(block.text.split()) == 12
    assert scripted({"words": 12, "locale": "fr_FR"}, REQUEST, 7) == answer
    assert text.count(block.text) == answer.usage.completion


def test_choices_are_said_one_by_one() -> None:
    """Their number is the script's, not the request's."""
    rows = [{"blocks": [{"text": "a"}]}, {"blocks": [{"text": "b"}], "finish": "length"}]

    answer = scripted({"choices": rows}, REQUEST, 7)

    assert answer.choices == (Choice((Text("a"),)), Choice((Text("b"),), "length"))


def test_all_other_fields_are_taken_as_they_are() -> None:
    """Scripted counts replace counted ones only where they are said."""
    said = {
        "id": "x",
        "model": "other",
        "created": 5,
        "finish": "content_filter",
        "usage": {"prompt": 12, "cached": 8},
        "headers": {"x-a": "1"},
        "extras": {"vendor": True},
    }

    answer = scripted(said, REQUEST, 7)

    default = default_answer(REQUEST, seed=7)
    assert (answer.id, answer.model, answer.created) == ("x", "other", 5)
    assert answer.choices[0].finish == "content_filter"
    assert (answer.usage.prompt, answer.usage.cached) == (12, 8)
    assert answer.usage.completion == default.usage.completion
    assert answer.headers == (*default.headers, ("x-a", "1"))
    assert answer.extras == {"vendor": True}


def test_an_error_is_named_or_written_out() -> None:
    """Catalogue rows, rows with changes, and bodies of any kind."""
    named = scripted_failure("rate_limit_exceeded")
    changed = scripted_failure(
        {"name": "server_error", "status": 599, "message": "m", "code": 7, "headers": {"x-a": "1"}}
    )
    page = scripted_failure({"status": 502, "body": "<html>", "content_type": "text/html"})

    assert (named.status, named.name) == (429, "rate_limit_exceeded")
    assert changed.status == 599
    assert changed.body["error"]["message"] == "m"
    assert changed.body["error"]["code"] == 7
    assert ("x-a", "1") in changed.headers
    assert page == Failure(502, "<html>", (), "text/html", None)


def test_a_form_is_that_of_another_model() -> None:
    """The answer still names the model that was asked, unless the script names one."""
    answer = scripted({"form": "stable-diffusion"}, REQUEST, 7)
    named = scripted({"form": "stable-diffusion", "model": "sd"}, REQUEST, 7)

    block = answer.choices[0].blocks[0]
    assert isinstance(block, Text)
    assert block.text.startswith("![hi](http://localhost/v1/files/images/")
    assert (answer.model, named.model) == ("gpt-4o", "sd")


def test_a_message_may_have_more_than_words() -> None:
    """In every choice."""
    answer = scripted({"text": "a", "message": {"image": [1]}}, TWO, 7)

    assert [choice.message for choice in answer.choices] == [{"image": [1]}] * 2
