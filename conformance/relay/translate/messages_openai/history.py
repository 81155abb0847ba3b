"""The turns of a conversation in Anthropic's dialect as messages of a chat.

Rules of this file: instructions are the first message; each result of a call is a
message of its own, before the words of its turn. Thoughts stay behind, for the
upstream takes none back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from conformance.model import JSON
from conformance.relay import jsontext
from conformance.relay.envelope import Reason, RelayError, refusal
from conformance.relay.translate.translation import Body

__all__ = ["messages"]

_THOUGHTS = ("thinking", "redacted_thinking")


def messages(system: JSON, turns: Sequence[Body]) -> list[Body]:
    """Return the messages."""
    said = [{"role": "system", "content": _words(system)}] if system else []
    return [*said, *(one for turn in turns for one in _messages(turn))]


def _messages(turn: Body) -> Iterator[Body]:
    content = turn["content"]
    if isinstance(content, str):
        yield {"role": turn["role"], "content": content}
    elif turn["role"] == "assistant":
        yield _assistant(content)
    else:
        yield from _user(turn["role"], content)


def _assistant(blocks: Sequence[Body]) -> Body:
    """Return what the model said and called."""
    calls = [_call(one) for one in blocks if one["type"] == "tool_use"]
    rest = [one for one in blocks if one["type"] not in (*_THOUGHTS, "tool_use")]
    words = _words(rest)
    said: Body = {"role": "assistant", "content": words if words or not calls else None}
    return said | ({"tool_calls": calls} if calls else {})


def _user(role: str, blocks: Sequence[Body]) -> Iterator[Body]:
    """Yield the results, and then what was said; pictures of results are said, too."""
    parts: list[Body] = []
    for block in blocks:
        if block["type"] != "tool_result":
            parts.append(_part(block))
            continue
        words, shown = _result(block.get("content"))
        parts += shown
        yield {"role": "tool", "tool_call_id": block["tool_use_id"], "content": words}
    if parts:
        yield {"role": role, "content": parts}


def _result(content: JSON) -> tuple[str, list[Body]]:
    """Return the text of a result, and the parts that are none."""
    if isinstance(content, str) or content is None:
        return content or "", []
    others = [_part(one) for one in content if one["type"] != "text"]
    return _words([one for one in content if one["type"] == "text"]), others


def _part(block: Body) -> Body:
    """Return one block of the user's. Raises RelayError for a kind that is unknown there."""
    match block["type"]:
        case "text":
            return {"type": "text", "text": block["text"]}
        case "image":
            return {"type": "image_url", "image_url": {"url": _url(block["source"])}}
        case "document" if block["source"]["type"] == "text":
            return {"type": "text", "text": block["source"]["data"]}
        case "document":
            name = block.get("title") or "document.pdf"
            file = {"filename": name, "file_data": _url(block["source"])}
            return {"type": "file", "file": file}
    raise _unknown(block["type"])


def _url(source: Body) -> str:
    match source["type"]:
        case "base64":
            return f"data:{source['media_type']};base64,{source['data']}"
        case "url":
            return str(source["url"])
    raise _unknown(f"{source['type']} source")


def _call(block: Body) -> Body:
    function = {"name": block["name"], "arguments": jsontext.dump(block["input"])}
    return {"id": block["id"], "type": "function", "function": function}


def _words(content: JSON) -> str:
    """Return the text of a content that has nothing else; blocks stand below each other."""
    if isinstance(content, str):
        return content
    for block in content:
        if block["type"] != "text":
            raise _unknown(block["type"])
    return "\n\n".join(block["text"] for block in content)


def _unknown(kind: str) -> RelayError:
    message = f"Content of type '{kind}' is not supported by the upstream of this model."
    return refusal(Reason.UNSUPPORTED, message, param="messages")
