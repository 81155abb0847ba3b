"""A whole answer of Gemini as a chat completion, and what its stream shares with it.

Rules of this file: bodies in and bodies out.
"""

from __future__ import annotations

from conformance.relay import jsontext
from conformance.relay.translate.chat_gemini.words import finish, logprobs, signed, usage
from conformance.relay.translate.translation import Asked, Body

__all__ = ["candidates", "completion", "id_of", "index_of", "said"]


def completion(body: Body, asked: Asked) -> Body:
    """Return the chat completion that says the same."""
    return {
        "id": id_of(body),
        "object": "chat.completion",
        "created": asked.created,
        "model": body.get("modelVersion") or "",
        "choices": [_choice(row, place, id_of(body)) for place, row in enumerate(candidates(body))],
        "usage": usage(body["usageMetadata"]),
    }


def _choice(row: Body, place: int, id_: str) -> Body:
    index = index_of(row, place)
    told, calls = said(row, id_, index)
    content = told.pop("content", None if calls else "")
    message = {"role": "assistant", "content": content, "refusal": None, **told}
    message |= {"tool_calls": calls} if calls else {}
    reason = finish(str(row.get("finishReason") or "STOP"), has_calls=bool(calls))
    return {"index": index, "message": message, "logprobs": logprobs(row), "finish_reason": reason}


def said(row: Body, id_: str, index: int, before: int = 0) -> tuple[Body, list[Body]]:
    """Return texts and pictures of a candidate, and its calls, of which there were some before."""
    told: Body = {}
    calls: list[Body] = []
    for part in (row.get("content") or {}).get("parts") or ():
        if "text" in part:
            name = "reasoning_content" if part.get("thought") else "content"
            told[name] = told.get(name, "") + part["text"]
        elif "functionCall" in part:
            number = before + len(calls)
            calls.append(_call(part, f"call_{id_.removeprefix('chatcmpl-')}_{index}_{number}"))
        elif "inlineData" in part:
            told.setdefault("images", []).append(_picture(part["inlineData"]))
    return told, calls


def _call(part: Body, made_id: str) -> Body:
    """A tool call; an upstream that gives it no id is given one."""
    function = part["functionCall"]
    arguments = jsontext.dump(function.get("args") or {})
    call = {
        "id": function.get("id") or made_id,
        "type": "function",
        "function": {"name": function.get("name") or "", "arguments": arguments},
    }
    return signed(call, part.get("thoughtSignature"))


def _picture(data: Body) -> Body:
    url = f"data:{data.get('mimeType')};base64,{data.get('data')}"
    return {"type": "image_url", "image_url": {"url": url}}


def candidates(body: Body) -> list[Body]:
    """Return what was said; of a prompt that was blocked one candidate without a word."""
    feedback = body.get("promptFeedback") or {}
    blocked = [{"finishReason": "SAFETY"}] if feedback.get("blockReason") else []
    return body.get("candidates") or blocked


def index_of(row: Body, place: int) -> int:
    """Return the number of a candidate; the first one's may be left out."""
    index: int = row.get("index", place)
    return index


def id_of(body: Body) -> str:
    """Return the id of a completion, which follows from the answer's."""
    return f"chatcmpl-{body.get('responseId') or 'gemini'}"
