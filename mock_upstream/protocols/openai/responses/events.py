"""The events of a streamed response, one data frame each.

Rules of this file: created and in progress; for each item added, its parts,
done; one terminal event, and no ``[DONE]``. Each event has the next sequence
number. The terminal event alone is marked ``finish``, deltas as in chat.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from mock_upstream import jsontext, text
from mock_upstream.frames import Data
from mock_upstream.jsontext import JSON
from mock_upstream.protocols.openai.responses.items import Item

__all__ = ["stream_events"]

UNFINISHED: Mapping[str, JSON] = {"completed_at": None, "output": [], "usage": None, "error": None}


class Step(NamedTuple):
    """One event before it has a number."""

    type: str
    fields: Mapping[str, JSON]
    mark: str = "part"


def stream_events(
    response: Mapping[str, JSON], items: Sequence[Item], *, obfuscated: bool = False
) -> Iterator[Data]:
    """Every event of the stream, in order; ``response`` is the finished one."""
    for number, step in enumerate(_steps(response, items)):
        value = {"type": step.type, "sequence_number": number, **step.fields}
        if obfuscated and step.type.endswith(".delta"):
            drawn = text.digest(response["id"], number)
            value["obfuscation"] = f"{drawn:016x}"[: 4 + drawn % 12]
        octets = b"event: %b\ndata: %b\n\n" % (step.type.encode(), jsontext.dumps(value))
        yield Data(octets, step.mark)


def _steps(response: Mapping[str, JSON], items: Sequence[Item]) -> Iterator[Step]:
    """The life of the response."""
    begun = {**response, **UNFINISHED, "incomplete_details": None}
    first = "queued" if response.get("background") else "in_progress"
    yield Step("response.created", {"response": {**begun, "status": first}}, "role")
    if response.get("background"):
        yield Step("response.queued", {"response": {**begun, "status": "queued"}})
    yield Step("response.in_progress", {"response": {**begun, "status": "in_progress"}})
    for index, item in enumerate(items):
        yield from _item(index, item)
    yield Step(f"response.{response['status']}", {"response": dict(response)}, "finish")


def _item(index: int, item: Item) -> Iterator[Step]:
    """The life of one item."""
    begun = {**item.value, "status": "in_progress", **_EMPTY.get(item.type, {})}
    yield Step("response.output_item.added", {"output_index": index, "item": begun})
    place = {"item_id": item.value["id"], "output_index": index}
    match item.type:
        case "message":
            for number, part in enumerate(item.value["content"]):
                yield from _part({**place, "content_index": number}, part, item.pieces[number])
        case "reasoning":
            for number, part in enumerate(item.value["summary"]):
                yield from _summary({**place, "summary_index": number}, part, item.pieces[number])
        case "function_call":
            done = {"name": item.value["name"], "arguments": item.value["arguments"]}
            yield from _spoken("function_call_arguments", place, item.pieces[0], done, "tool")
        case "custom_tool_call":
            done = {"input": item.value["input"]}
            yield from _spoken("custom_tool_call_input", place, item.pieces[0], done, "tool")
        case _:
            for word in ("in_progress", "searching", "completed"):
                yield Step(f"response.{item.type}.{word}", place)
    yield Step("response.output_item.done", {"output_index": index, "item": item.value})


_EMPTY: Mapping[str, Mapping[str, JSON]] = {
    "message": {"content": []},
    "reasoning": {"summary": []},
    "function_call": {"arguments": ""},
    "custom_tool_call": {"input": ""},
}
"""What an item lacks when it begins, by type."""


def _part(
    place: Mapping[str, JSON], part: Mapping[str, JSON], pieces: Iterable[str]
) -> Iterator[Step]:
    """The life of one content part."""
    is_text = part["type"] == "output_text"
    empty = {"text": "", "annotations": [], "logprobs": []} if is_text else {"refusal": ""}
    yield Step("response.content_part.added", {**place, "part": {**part, **empty}})
    if is_text:
        done = {"text": part["text"], "logprobs": part["logprobs"]}
        yield from _spoken("output_text", place, pieces, done, "delta")
        for number, note in enumerate(part["annotations"]):
            fields = {**place, "annotation_index": number, "annotation": note}
            yield Step("response.output_text.annotation.added", fields)
    else:
        yield from _spoken("refusal", place, pieces, {"refusal": part["refusal"]}, "delta")
    yield Step("response.content_part.done", {**place, "part": part})


def _summary(
    place: Mapping[str, JSON], part: Mapping[str, JSON], pieces: Iterable[str]
) -> Iterator[Step]:
    """The life of one part of a summary."""
    yield Step("response.reasoning_summary_part.added", {**place, "part": {**part, "text": ""}})
    done = {"text": part["text"]}
    yield from _spoken("reasoning_summary_text", place, pieces, done, "reasoning")
    yield Step("response.reasoning_summary_part.done", {**place, "part": part})


def _spoken(
    name: str,
    place: Mapping[str, JSON],
    pieces: Iterable[str],
    done: Mapping[str, JSON],
    mark: str,
) -> Iterator[Step]:
    """Words in pieces, then whole; those of a text carry their log probabilities."""
    for number, piece in enumerate(pieces):
        likely = {key: done[key][number : number + 1] for key in done if key == "logprobs"}
        yield Step(f"response.{name}.delta", {**place, "delta": piece, **likely}, mark)
    yield Step(f"response.{name}.done", {**place, **done})
