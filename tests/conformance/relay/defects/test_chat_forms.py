"""Defects of links, pictures and families of models in chat."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conformance.relay.defects import chat_forms
from conformance.relay.turn import Turn

CHAT = "/v1/chat/completions"
URL = "https://example.com/cat.png"
PART = {"type": "image_url", "image_url": {"url": URL}}
CLOSE = {"type": "image_url", "image_url": {"url": URL, "detail": "low"}}


@pytest.mark.parametrize("at", ["delta", "message"])
@pytest.mark.parametrize(
    ("defect", "said", "shown"),
    [
        (chat_forms.LinksDropped, {"content": "a ![b](http://c) [d](http://e)."},
         {"content": "a  ."}),
        (chat_forms.LinksDropped, {"content": None}, {"content": None}),
        (chat_forms.MessageImagesDropped, {"content": "a", "images": [1], "image": [2]},
         {"content": "a"}),
    ],
)  # fmt: skip
def test_what_is_said(defect: Any, said: Any, shown: Any, at: str) -> None:
    """Streamed or whole; a choice that says nothing stays as it is."""
    body = {"choices": [{at: said}, {at: None}]}
    expected = {"choices": [{at: shown}, {at: None}]}

    assert defect(Turn("r")).completion(body) == expected
    assert defect(Turn("r")).chunk(body) == [expected]


@pytest.mark.parametrize(
    ("defect", "content", "forwarded"),
    [
        (chat_forms.AddressesMadeParts, f"{URL} What is it?",
         [{"type": "text", "text": "What is it?"}, PART]),
        (chat_forms.AddressesMadeParts, "What is it?", "What is it?"),
        (chat_forms.PictureDetailLost, [CLOSE],
         [PART]),
        (chat_forms.PictureDetailLost, [{"type": "text", "text": "a"}, 1],
         [{"type": "text", "text": "a"}, 1]),
        (chat_forms.PictureDetailLost, "text", "text"),
    ],
)  # fmt: skip
def test_what_is_forwarded(defect: Any, content: Any, forwarded: Any) -> None:
    """Only in chat, and only in messages that have a content."""
    body = {"messages": [{"role": "user", "content": content}, {"role": "assistant"}, "odd"]}
    shown = {"messages": [{"role": "user", "content": forwarded}, {"role": "assistant"}, "odd"]}

    assert defect(Turn("r", path=CHAT)).request_body(body) == shown
    assert defect(Turn("r", path="/v1/messages")).request_body(body) == body
    assert defect(Turn("r", path=CHAT)).request_body({"messages": 1}) == {"messages": 1}


@pytest.mark.parametrize(
    ("alias", "sent"), [("gpt-4-gizmo-g-x", "gpt-4-gizmo-*"), ("lane-0", "gpt-4o-mini")]
)
def test_the_name_of_a_family(alias: str, sent: str) -> None:
    """Another model is called as it was."""
    defect = chat_forms.FamilyNameSent(Turn("r", alias=alias))
    octets = defect.request_octets(b'{"model":"gpt-4o-mini","n":1}')

    assert json.loads(octets) == {"model": sent, "n": 1}
