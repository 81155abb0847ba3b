"""Where the words of a chat answer come from, when the web was searched for them.

Rules of this file: one citation for each sentence, by its place in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mock_upstream import text
from mock_upstream.jsontext import JSON
from mock_upstream.protocols.openai.request import ChatRequest

__all__ = ["cited"]

SENTENCE = re.compile(r"[^.!?。！？]+[.!?。！？]*")  # noqa: RUF001 (marks of other scripts)


def cited(request: ChatRequest, words: str | None) -> list[JSON]:
    """The ``annotations`` of a message; none unless a search was asked for."""
    if words is None or request.body.get("web_search_options") is None:
        return []
    return list(_citations(words))


def _citations(words: str) -> Iterator[dict[str, JSON]]:
    for found in SENTENCE.finditer(words):
        name = f"{text.digest('web', found[0]):016x}"
        citation = {
            "start_index": found.start(),
            "end_index": found.end(),
            "title": f"Page {name[:4]}",
            "url": f"https://news.example/{name}?from=search",
        }
        yield {"type": "url_citation", "url_citation": citation}
