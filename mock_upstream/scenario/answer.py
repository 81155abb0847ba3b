"""A scripted reply over the default answer of a request.

Rules of this file: values only; what a script does not say stays as the
dialect would answer by itself. Counts that are not scripted are counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mock_upstream import jsontext, text
from mock_upstream.errors import failure
from mock_upstream.protocols.openai.answer import answer_of, default_answer, seed_of
from mock_upstream.protocols.openai.request import ChatRequest
from mock_upstream.reply import Answer, Block, Choice, Failure, Reasoning, Refusal, Text, ToolCall
from mock_upstream.scenario.model import JSON

PLAIN_FIELDS = (
    "id",
    "created",
    "model",
    "system_fingerprint",
    "service_tier",
    "logprobs",
    "extras",
)
"""Keys that a script's reply and an :class:`Answer` share."""


def scripted(said: Mapping[str, JSON], request: ChatRequest, seed: int) -> Answer:
    """The answer that the script says, and the dialect's own where it is silent."""
    if not said:
        return default_answer(request, seed=seed)
    if "form" in said:
        rest = {key: value for key, value in said.items() if key != "form"}
        alike = replace(request, body={**request.body, "model": said["form"]})
        return replace(scripted(rest, alike, seed), model=rest.get("model", request.model))
    blocks = [*_echoes(said, request), *_blocks(said, seed_of(request, seed))]
    finish = said.get("finish")
    if "choices" in said:
        rows = said["choices"]
        choices = tuple(_choice(row["blocks"], row.get("finish", finish)) for row in rows)
        answer = answer_of(request, choices, seed=seed)
    elif blocks:
        answer = answer_of(request, (_choice(blocks, finish),) * request.n, seed=seed)
    else:
        answer = default_answer(request, seed=seed, locale=said.get("locale"))
        choices = tuple(replace(row, finish=finish or row.finish) for row in answer.choices)
        answer = replace(answer, choices=choices)
    fields = {key: said[key] for key in PLAIN_FIELDS if key in said}
    if "message" in said:
        shown = tuple(replace(row, message=said["message"]) for row in answer.choices)
        answer = replace(answer, choices=shown)
    return replace(
        answer,
        usage=replace(answer.usage, **said.get("usage", {})),
        headers=(*answer.headers, *said.get("headers", {}).items()),
        **fields,
    )


def _echoes(said: Mapping[str, JSON], request: ChatRequest) -> list[JSON]:
    """What the user said, as often as the script wants it; each time a piece of its own."""
    if "echo" not in said:
        return []
    pieces = [f"{request.user_text} "] * said["echo"]
    return [{"text": "".join(pieces), "pieces": pieces}]


def _blocks(said: Mapping[str, JSON], seed: int) -> list[JSON]:
    """The scripted blocks, then the text, then the words drawn."""
    blocks = list(said.get("blocks", ()))
    if "text" in said:
        blocks.append({"text": said["text"]})
    if "words" in said:
        locale = said.get("locale", text.DEFAULT_LOCALE)
        blocks.append({"text": text.words(said["words"], seed=seed, locale=locale)})
    return blocks


def scripted_failure(error: JSON) -> Failure:
    """The error that a script names, or writes out."""
    if isinstance(error, str):
        return failure(error)
    envelope = {key: error[key] for key in ("message", "type", "param", "code") if key in error}
    status, headers = error["status"], error.get("headers", {})
    if "body" not in error:
        named = failure(
            error.get("name", "server_error"), status=status, headers=headers, **envelope
        )
        return replace(named, content_type=error.get("content_type", named.content_type))
    return Failure(
        status,
        error["body"],
        tuple(headers.items()),
        error.get("content_type", "application/json"),
        error.get("name"),
    )


def _choice(rows: JSON, finish: str | None) -> Choice:
    """One choice; the finish follows from its blocks when it is not said."""
    blocks = tuple(_block(row, index) for index, row in enumerate(rows))
    calls = any(isinstance(block, ToolCall) for block in blocks)
    return Choice(blocks, finish or ("tool_calls" if calls else "stop"))


def _block(row: Mapping[str, JSON], index: int) -> Block:
    """One block."""
    if "text" in row:
        return Text(row["text"], tuple(row.get("pieces", ())))
    if "reasoning" in row:
        seal, redacted = row.get("signature", ""), row.get("redacted", "")
        fields = tuple(row.get("fields", ("reasoning_content",)))
        return Reasoning(row["reasoning"], seal, redacted, fields)
    if "refusal" in row:
        return Refusal(row["refusal"])
    tool = row["tool"]
    args = tool.get("args", {})
    written = args if isinstance(args, str) else jsontext.dumps(args).decode()
    number = text.digest("tool", tool["name"], written, index)
    return ToolCall(tool.get("id", f"call_{number:016x}"), tool["name"], written)
