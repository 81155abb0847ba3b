"""The input of a request for a response: what it may be, and its items.

Rules of this file: one text is one user message. Items get the ids by which
they are listed later; those that have one keep it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mock_upstream import text
from mock_upstream.jsontext import JSON
from mock_upstream.protocols.openai import rules
from mock_upstream.reply import Failure

__all__ = ["PREFIXES", "check_input", "items_of"]

ROLES = ("user", "assistant", "system", "developer")
PREFIXES = {
    "message": "msg",
    "function_call": "fc",
    "custom_tool_call": "ctc",
    "reasoning": "rs",
    "web_search_call": "ws",
}
"""How ids begin, by type of item."""
NEEDS = {
    "function_call": ("call_id", "name", "arguments"),
    "custom_tool_call": ("call_id", "name", "input"),
    "function_call_output": ("call_id", "output"),
    "custom_tool_call_output": ("call_id", "output"),
    "reasoning": ("summary",),
    "item_reference": ("id",),
}
"""The fields that an item has to have, by type; other types are taken as they are."""


def check_input(value: JSON) -> Failure | None:
    """The first thing wrong with ``input``."""
    if isinstance(value, str):
        return None
    if not isinstance(value, list):
        return rules.wrong_type("input", "a string or an array", value)
    if not value:
        return rules.array(rules.mapping, low=1)("input", value)
    return rules.first(_problems(value))


def _problems(items: Sequence[JSON]) -> Iterator[Failure | None]:
    """What is wrong, item by item."""
    for index, item in enumerate(items):
        path = f"input[{index}]"
        yield rules.mapping(path, item)
        kind = item.get("type") or ("message" if "role" in item else "item_reference")
        if kind == "message":
            yield _message(path, item)
        for key in NEEDS.get(kind, ()):
            if item.get(key) is None:
                yield rules.missing(f"{path}.{key}")


def _message(path: str, item: Mapping[str, JSON]) -> Failure | None:
    """A message has a known role, and text or parts."""
    if item.get("role") not in ROLES:
        return rules.invalid_value(f"{path}.role", item.get("role"), ROLES)
    if item.get("content") is None:
        return rules.missing(f"{path}.content")
    if isinstance(item["content"], str):
        return None
    return rules.array(_part)(f"{path}.content", item["content"])


def _part(path: str, part: JSON) -> Failure | None:
    """One content part is an object with a type."""
    if not isinstance(part, Mapping):
        return rules.wrong_type(path, "an object", part)
    return None if part.get("type") else rules.missing(f"{path}.type")


def items_of(value: JSON) -> list[dict[str, JSON]]:
    """The input as items, each with type and id; texts are parts."""
    listed = [{"role": "user", "content": value}] if isinstance(value, str) else value
    return [_item(item, index) for index, item in enumerate(listed)]


def _item(item: Mapping[str, JSON], index: int) -> dict[str, JSON]:
    """One item as it is listed."""
    kind = item.get("type") or ("message" if "role" in item else "item_reference")
    number = text.digest("item", index, dict(item))
    named = {"id": item.get("id") or f"{PREFIXES.get(kind, 'item')}_{number:016x}", "type": kind}
    if kind != "message":
        return {**item, **named}
    content = item["content"]
    if isinstance(content, str):
        side = "output_text" if item["role"] == "assistant" else "input_text"
        content = [{"type": side, "text": content}]
    return {**item, **named, "status": "completed", "content": content}
