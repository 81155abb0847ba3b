"""The messages of a chat request: what they may be, and what they say.

Rules of this file: checks and readers of ``messages``; nothing of the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from mock_upstream.jsontext import JSON
from mock_upstream.protocols.openai import rules
from mock_upstream.reply import Failure

__all__ = ["check_messages", "message_text", "parts_of"]

ROLES = ("system", "assistant", "user", "function", "tool", "developer")
TEXT = ("text",)
PARTS = MappingProxyType(
    {
        "user": ("text", "image_url", "input_audio", "file"),
        "assistant": ("text", "refusal"),
    }
)
"""Types of content parts by role; text alone for every other role."""

FIELDS = MappingProxyType(
    {
        "text": ("text", rules.string),
        "refusal": ("refusal", rules.string),
        "image_url": ("image_url", rules.mapping),
        "input_audio": ("input_audio", rules.mapping),
        "file": ("file", rules.mapping),
    }
)
"""The field that holds the content of a part, by type of part."""


def check_messages(messages: Sequence[JSON]) -> Failure | None:
    """The first thing wrong with ``messages``, which is a list of at least one."""
    return rules.first(_problems(messages))


def _problems(messages: Sequence[JSON]) -> Iterator[Failure | None]:
    """What is wrong, message by message."""
    asked: set[str] = set()
    for index, message in enumerate(messages):
        path = f"messages[{index}]"
        yield rules.mapping(path, message)
        yield _role(path, message)
        yield _content(path, message)
        yield _calls(path, message)
        if message["role"] == "tool":
            yield _answers(path, message, asked)
        asked |= {call["id"] for call in message.get("tool_calls") or ()}


def _role(path: str, message: Mapping[str, JSON]) -> Failure | None:
    """A message has one of the known roles."""
    if "role" not in message:
        return rules.missing(f"{path}.role")
    if message["role"] not in ROLES:
        return rules.invalid_value(f"{path}.role", message["role"], ROLES)
    return None


def _content(path: str, message: Mapping[str, JSON]) -> Failure | None:
    """The content is text or parts; null or absent only beside calls."""
    where, content, role = f"{path}.content", message.get("content"), message["role"]
    if content is None:
        optional = role == "function" or any(
            message.get(key) for key in ("tool_calls", "function_call", "refusal", "audio")
        )
        if optional:
            return None
        if "content" not in message:
            return rules.missing(where)
        return rules.wrong_type(where, "a string or an array", None)
    if isinstance(content, str):
        return None
    if not isinstance(content, list):
        return rules.wrong_type(where, "a string or an array", content)
    allowed = PARTS.get(role, TEXT)
    return rules.array(lambda at, part: _part(at, part, allowed), low=1)(where, content)


def _part(path: str, part: JSON, allowed: Sequence[str]) -> Failure | None:
    """One content part, of a type that its role may use."""
    if not isinstance(part, Mapping):
        return rules.wrong_type(path, "an object", part)
    kind = part.get("type")
    if kind is None:
        return rules.missing(f"{path}.type")
    if kind not in allowed:
        return rules.invalid_value(f"{path}.type", kind, allowed)
    key, check = FIELDS[kind]
    if key not in part:
        return rules.missing(f"{path}.{key}")
    wrong = check(f"{path}.{key}", part[key])
    return wrong or (_image(f"{path}.{key}", part[key]) if kind == "image_url" else None)


def _image(path: str, image: Mapping[str, JSON]) -> Failure | None:
    """An image is named by a URL of the web, or carried in one."""
    if "url" not in image:
        return rules.missing(f"{path}.url")
    wrong = rules.string(f"{path}.url", image["url"])
    if wrong or image["url"].lower().startswith(("https://", "http://", "data:image/")):
        return wrong
    message = "Failed to download image from the given URL."
    return rules.bad("invalid_image_url", message, f"{path}.url")


def _calls(path: str, message: Mapping[str, JSON]) -> Failure | None:
    """Calls of an assistant have an id and a type."""
    if message.get("tool_calls") is None:
        return None
    return rules.array(_call, low=1)(f"{path}.tool_calls", message["tool_calls"])


def _call(path: str, call: JSON) -> Failure | None:
    """One call, as the assistant made it."""
    if not isinstance(call, Mapping):
        return rules.wrong_type(path, "an object", call)
    for key in ("id", "type"):
        if key not in call:
            return rules.missing(f"{path}.{key}")
    return rules.string(f"{path}.id", call["id"])


def _answers(path: str, message: Mapping[str, JSON], asked: set[str]) -> Failure | None:
    """A tool message answers a call that was made before."""
    if "tool_call_id" not in message:
        return rules.missing(f"{path}.tool_call_id")
    wrong = rules.string(f"{path}.tool_call_id", message["tool_call_id"])
    if wrong or message["tool_call_id"] in asked:
        return wrong
    text = (
        "Invalid parameter: messages with role 'tool' must be a response to a preceding "
        "message with 'tool_calls'."
    )
    return rules.bad("orphan_tool_message", text, f"{path}.role")


def parts_of(message: Mapping[str, JSON]) -> list[Mapping[str, JSON]]:
    """The content of a message as parts, whatever form it has."""
    content = message.get("content")
    if isinstance(content, str):
        return [{"type": "text", "text": content}]
    return [part for part in content or () if isinstance(part, Mapping)]


def message_text(message: Mapping[str, JSON]) -> str:
    """The text parts of a message, joined by line feeds."""
    return "\n".join(part["text"] for part in parts_of(message) if part.get("type") == "text")
