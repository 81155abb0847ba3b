"""What is said at each path below ``/chat/completions/``: the answers that were kept.

Rules of this file: from a call to a body, or to a failure. An account keeps its
chat completions beside its responses, told apart by what they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from mock_upstream.jsontext import JSON
from mock_upstream.protocols.openai import chat, errors, rules
from mock_upstream.protocols.openai.request import ChatRequest
from mock_upstream.protocols.openai.responses.store import MOST, PAGE, page
from mock_upstream.reply import Answer, Failure
from mock_upstream.scenario.model import Call, Kept

__all__ = ["KeptChat", "keep", "of_kept"]

Body = dict[str, JSON]


@dataclass(slots=True)
class KeptChat:
    """One chat completion, and the messages that it answers."""

    completion: Body
    messages: list[Body]


def keep(kept: Kept, request: ChatRequest, answer: Answer) -> None:
    """Keep an answer, if the client wants that; the oldest go first."""
    if request.body.get("store") is not True:
        return
    completion = chat.completion(request, answer)
    completion["metadata"] = dict(request.body.get("metadata") or {})
    messages = [
        {"id": f"{answer.id}-{index}", "name": None, "content_parts": None, **message}
        for index, message in enumerate(request.messages)
    ]
    kept[answer.id] = KeptChat(completion, messages)
    while len(kept) > MOST:
        del kept[next(iter(kept))]


def of_kept(call: Call) -> Body | Failure:
    """What is said to a call below ``/chat/completions/``."""
    name, _, rest = call.path.removeprefix("/chat/completions/").partition("/")
    here = {method: ask for (method, tail), ask in _ASKED.items() if tail == rest}
    if not here:
        return errors.unknown_url(call.method, f"/v1{call.path}")
    if call.method not in here:
        return errors.method_not_allowed(call.method, f"/v1{call.path}", tuple(here))
    stored = call.kept.get(name)
    if isinstance(stored, KeptChat):
        return here[call.method](call, stored)
    message = f"Chat completion with id '{name}' not found."
    return errors.failure("unknown_object", message=message)


def _retrieve(_call: Call, stored: KeptChat) -> Body:
    return stored.completion


def _update(call: Call, stored: KeptChat) -> Body | Failure:
    if not isinstance(call.body, Mapping) or "metadata" not in call.body:
        return rules.missing("metadata")
    wanted = call.body["metadata"]
    wrong = None if wanted is None else rules.mapping("metadata", wanted)
    if wrong is not None:
        return wrong
    stored.completion = {**stored.completion, "metadata": wanted or {}}
    return stored.completion


def _delete(call: Call, stored: KeptChat) -> Body:
    name = stored.completion["id"]
    del call.kept[name]
    return {"object": "chat.completion.deleted", "id": name, "deleted": True}


def _messages(call: Call, stored: KeptChat) -> Body:
    query = dict(parse_qsl(call.query))
    limit = int(query["limit"]) if query.get("limit", "").isdigit() else PAGE
    return page(stored.messages, limit, query.get("order", "asc"), query.get("after"))


_ASKED: Mapping[tuple[str, str], Callable[[Call, KeptChat], Body | Failure]] = {
    ("GET", ""): _retrieve,
    ("POST", ""): _update,
    ("DELETE", ""): _delete,
    ("GET", "messages"): _messages,
}
"""Method and path behind the id -> what is said."""
