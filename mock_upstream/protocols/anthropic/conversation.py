"""A request for a message as the chat request that asks the same.

Rules of this file: translation only; what the answer is follows from the chat
request, so that one script renders in every dialect.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mock_upstream import jsontext
from mock_upstream.jsontext import JSON

__all__ = ["chat_body"]


def chat_body(body: Mapping[str, JSON]) -> dict[str, JSON]:
    """The body of the chat request; fields that say nothing are left out."""
    tools = [_tool(tool) for tool in body.get("tools") or () if "input_schema" in tool]
    thinking = (body.get("thinking") or {}).get("type")
    said: dict[str, JSON] = {
        "model": body["model"],
        "stream": body.get("stream"),
        "messages": [*_system(body.get("system")), *_messages(body["messages"])],
        "max_tokens": body.get("max_tokens"),
        "stop": body.get("stop_sequences") or None,
        "reasoning_effort": "low" if thinking in ("enabled", "adaptive") else None,
        "tools": tools or None,
        "tool_choice": _choice(body.get("tool_choice")) if tools else None,
    }
    return {key: value for key, value in said.items() if value is not None}


def _system(system: JSON) -> list[dict[str, JSON]]:
    if not system:
        return []
    return [{"role": "system", "content": system if isinstance(system, str) else _parts(system)}]


def _messages(messages: JSON) -> Iterator[dict[str, JSON]]:
    """Each message; results of tools are messages of their own, before the rest of theirs."""
    for message in messages:
        content = message["content"]
        if isinstance(content, str):
            yield {"role": message["role"], "content": content}
            continue
        yield from (_result(block) for block in content if block["type"] == "tool_result")
        parts = _parts([block for block in content if block["type"] != "tool_result"])
        calls = [_call(block) for block in content if block["type"] == "tool_use"]
        if parts or calls:
            yield {
                "role": message["role"],
                "content": parts,
                **({"tool_calls": calls} if calls else {}),
            }


def _parts(blocks: JSON) -> list[dict[str, JSON]]:
    """What chat has of the blocks; thoughts count as the words that they are."""
    return [part for block in blocks if (part := _part(block)) is not None]


def _part(block: Mapping[str, JSON]) -> dict[str, JSON] | None:
    match block["type"]:
        case "text":
            return {"type": "text", "text": block["text"]}
        case "thinking":
            return {"type": "text", "text": block["thinking"]}
        case "image":
            source = block["source"]
            url = source.get("url") or f"data:{source.get('media_type')};base64,"
            return {"type": "image_url", "image_url": {"url": url}}
        case "document":
            return {"type": "file", "file": {}}
        case _:
            return None


def _result(block: Mapping[str, JSON]) -> dict[str, JSON]:
    content = block.get("content") or ""
    text = content if isinstance(content, str) else _parts(content)
    return {"role": "tool", "tool_call_id": block["tool_use_id"], "content": text}


def _call(block: Mapping[str, JSON]) -> dict[str, JSON]:
    words = jsontext.dumps(block["input"]).decode()
    function = {"name": block["name"], "arguments": words}
    return {"id": block["id"], "type": "function", "function": function}


def _tool(tool: Mapping[str, JSON]) -> dict[str, JSON]:
    function = {"name": tool["name"], "parameters": tool["input_schema"]}
    if tool.get("description"):
        function["description"] = tool["description"]
    return {"type": "function", "function": function}


def _choice(choice: JSON) -> JSON:
    """The choice as chat writes it."""
    kind = (choice or {}).get("type")
    if kind == "tool":
        return {"type": "function", "function": {"name": choice["name"]}}
    return {"any": "required", "none": "none", "auto": "auto"}.get(str(kind))
