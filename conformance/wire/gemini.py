"""Gemini's answers on the wire: whole, as events, or as the elements of one JSON array.

Rules of this file: pure, and no relay's reply makes anything here raise. An array that
breaks off is read as far as its elements are whole.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conformance.model import JSON
    from conformance.wire.view import View

__all__ = ["Answer", "Candidate", "chunks", "elements", "fold", "is_closed"]

_BLANK = re.compile(r"[\s,]*")
_DECODER = json.JSONDecoder()


@dataclass(slots=True)
class Candidate:
    """What one candidate said in the end, in the order in which it came."""

    text: str = ""
    thoughts: str = ""
    calls: list[Mapping[str, JSON]] = field(default_factory=list)
    """The parts that call a function, signatures included."""
    pictures: list[str | None] = field(default_factory=list)
    """The SHA-256 of the octets of each; None where they are no base64."""
    finish_reasons: list[JSON] = field(default_factory=list)


@dataclass(slots=True)
class Answer:
    """What an answer said in the end, streamed or not."""

    candidates: dict[int, Candidate] = field(default_factory=dict)
    usage: Mapping[str, JSON] | None = None
    """The last counts that came."""
    blocked: JSON = None
    """Why the prompt was not answered."""
    errors: list[JSON] = field(default_factory=list)

    @property
    def first(self) -> Candidate:
        """The first candidate; an empty one when there is none."""
        return self.candidates[min(self.candidates)] if self.candidates else Candidate()

    @property
    def is_finished(self) -> bool:
        """Whether it claims to be complete: all that began has a reason for its end."""
        ends = [bool(one.finish_reasons) for one in self.candidates.values()]
        return self.blocked is not None or (bool(ends) and all(ends))


def chunks(view: View) -> tuple[JSON, ...]:
    """The objects of an answer in any of its forms."""
    if view.is_event_stream:
        return view.chunks
    if view.json_error is None and not isinstance(view.json, list):
        return (view.json,)
    return tuple(elements(view.text))


def elements(text: str) -> Iterator[JSON]:
    """The whole elements of a JSON array, be it cut off behind them."""
    place = text.find("[") + 1
    while 0 < place < len(text):
        place = _end_of_blank(text, place)
        try:
            value, place = _DECODER.raw_decode(text, place)
        except (ValueError, RecursionError):
            return
        yield value


def is_closed(view: View) -> bool:
    """Whether the body is an array whose bracket came."""
    return isinstance(view.json, list)


def fold(objects: Iterable[JSON]) -> Answer:
    """What the objects say together."""
    answer = Answer()
    for one in objects:
        if not isinstance(one, Mapping):
            continue
        if one.get("error"):
            answer.errors.append(one["error"])
        feedback = one.get("promptFeedback")
        if isinstance(feedback, Mapping) and feedback.get("blockReason"):
            answer.blocked = feedback["blockReason"]
        if isinstance(one.get("usageMetadata"), Mapping):
            answer.usage = one["usageMetadata"]
        for row in _mappings(one.get("candidates")):
            _add(answer, row)
    return answer


def _add(answer: Answer, row: Mapping[str, JSON]) -> None:
    index = row.get("index", 0)
    number = index if isinstance(index, int) else 0
    candidate = answer.candidates.setdefault(number, Candidate())
    content = row.get("content")
    for part in _mappings(content.get("parts") if isinstance(content, Mapping) else None):
        _add_part(candidate, part)
    if row.get("finishReason") is not None:
        candidate.finish_reasons.append(row["finishReason"])


def _add_part(candidate: Candidate, part: Mapping[str, JSON]) -> None:
    if isinstance(part.get("text"), str):
        if part.get("thought") is True:
            candidate.thoughts += part["text"]
        else:
            candidate.text += part["text"]
    if isinstance(part.get("functionCall"), Mapping):
        candidate.calls.append(part)
    data = part.get("inlineData")
    if isinstance(data, Mapping):
        candidate.pictures.append(_digest(data.get("data")))


def _digest(data: JSON) -> str | None:
    try:
        octets = base64.b64decode(data, validate=True) if isinstance(data, str) else None
    except binascii.Error:
        return None
    return None if octets is None else hashlib.sha256(octets).hexdigest()


def _mappings(value: JSON) -> list[Mapping[str, JSON]]:
    rows = value if isinstance(value, list) else []
    return [row for row in rows if isinstance(row, Mapping)]


def _end_of_blank(text: str, place: int) -> int:
    match = _BLANK.match(text, place)
    return match.end() if match else place
