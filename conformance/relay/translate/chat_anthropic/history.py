"""The messages of a chat as the turns of a conversation in Anthropic's dialect.

Rules of this file: instructions stand apart there; the results of calls are the
user's turn, all of one turn together, and before the words of it; a block is never
empty. Thoughts of earlier turns stay behind, for chat does not keep their seals.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from conformance.model import JSON
from conformance.relay import jsontext
from conformance.relay.envelope import Reason, refusal
from conformance.relay.translate.translation import Body

__all__ = ["messages", "system"]

_INSTRUCTIONS = ("system", "developer")


def system(said: Sequence[Body]) -> str:
    """Return the instructions, wherever they stand, one below the other."""
    return "\n\n".join(_words(one["content"]) for one in said if one["role"] in _INSTRUCTIONS)


def messages(said: Sequence[Body]) -> list[Body]:
    """Return the turns; what one side says in several messages is one turn."""
    turns: list[Body] = []
    for one in said:
        if one["role"] in _INSTRUCTIONS:
            continue
        role = "assistant" if one["role"] == "assistant" else "user"
        blocks = list(_blocks(one))
        if turns and turns[-1]["role"] == role:
            turns[-1]["content"] += blocks
        elif blocks:
            turns.append({"role": role, "content": blocks})
    return turns


def _blocks(message: Body) -> Iterator[Body]:
    if message["role"] == "tool":
        words = _words(message.get("content"))
        yield {"type": "tool_result", "tool_use_id": message["tool_call_id"], "content": words}
        return
    content = message.get("content") or ""
    parts = [{"type": "text", "text": content}] if isinstance(content, str) else content
    yield from (_block(part) for part in parts if part.get("text") != "")
    if message.get("refusal"):
        yield {"type": "text", "text": message["refusal"]}
    for call in message.get("tool_calls") or ():
        yield _use(call)


def _block(part: Body) -> Body:
    """Return one part of a message. Raises RelayError for a kind that is unknown there."""
    match part["type"]:
        case "text":
            return {"type": "text", "text": part["text"]}
        case "refusal":
            return {"type": "text", "text": part["refusal"]}
        case "image_url":
            return {"type": "image", "source": _source(part["image_url"]["url"])}
        case "file":
            return {"type": "document", "source": _source(part["file"]["file_data"])}
    message = f"Content of type '{part['type']}' is not supported by the upstream of this model."
    raise refusal(Reason.UNSUPPORTED, message, param="messages")


def _source(url: str) -> Body:
    """Return where a picture or document is: in the URL itself, or at it."""
    if not url.startswith("data:"):
        return {"type": "url", "url": url}
    media_type, _, data = url.removeprefix("data:").partition(";base64,")
    return {"type": "base64", "media_type": media_type, "data": data}


def _use(call: Body) -> Body:
    function = call["function"]
    value = jsontext.decode(function.get("arguments") or "{}")
    return {"type": "tool_use", "id": call["id"], "name": function["name"], "input": value}


def _words(content: JSON) -> str:
    """Return the text of a content that has nothing else."""
    if isinstance(content, str) or content is None:
        return content or ""
    return "".join(part["text"] for part in content)
