"""Each sentence is cited by its place, once a search was asked for."""

from __future__ import annotations

from collections.abc import Callable

import specs
from mock_upstream.protocols.openai.citations import cited
from mock_upstream.protocols.openai.request import ChatRequest


def test_a_citation_says_where_its_sentence_stands(ask: Callable[..., ChatRequest]) -> None:
    """By the schema, from the first character to behind the last."""
    words = "It rains. 天气好。Yes"

    found = cited(ask(web_search_options={}), words)

    spans = [one["url_citation"] for one in found]
    assert [words[one["start_index"] : one["end_index"]] for one in spans] == [
        "It rains.",
        " 天气好。",
        "Yes",
    ]
    message = {"role": "assistant", "content": words, "annotations": found}
    assert not list(specs.validator("openai/message.json").iter_errors(message))


def test_nothing_is_cited_unasked(ask: Callable[..., ChatRequest]) -> None:
    """Nor when nothing is said."""
    assert cited(ask(), "It rains.") == []
    assert cited(ask(web_search_options={}), None) == []
