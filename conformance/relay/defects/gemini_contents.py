"""Defects of what Gemini says, whole and piece by piece alike."""

from __future__ import annotations

from conformance.model import JSON
from conformance.relay import jsontext
from conformance.relay.defects.base import Defect
from conformance.relay.defects.gemini import Gemini
from conformance.relay.retry import Failure
from conformance.relay.sse import Kind, OutEvent

__all__ = ["GEMINI_CONTENTS"]

Row = dict[str, JSON]


class _OfChunks(Gemini):
    """A defect of each object of an answer, be it the only one."""

    def content(self, chunk: Row) -> list[Row]:
        """Change a chunk."""
        return [self._changed(chunk)]

    def result(self, body: Row) -> Row:
        """Change the whole."""
        return self._changed(body) if self.is_here and "usageMetadata" in body else body

    def _changed(self, chunk: Row) -> Row:
        """Return the object that is shown."""
        rows = chunk.get("candidates")
        return chunk if rows is None else chunk | {"candidates": [self._of(row) for row in rows]}

    def _of(self, row: Row) -> Row:
        """Return the candidate that is shown."""
        content = row.get("content")
        if content is None or "parts" not in content:
            return row
        parts = [shown for part in content["parts"] for shown in self._part(part)]
        return row | {"content": content | {"parts": parts}}

    def _part(self, part: Row) -> list[Row]:
        """Return what is shown in place of a part."""
        return [part]


class GeminiFinishLower(_OfChunks):
    """A finish reason is in lower case, as other dialects write it."""

    name = "gemini_finish_lower"

    def _of(self, row: Row) -> Row:
        has_one = "finishReason" in row
        return row | {"finishReason": row["finishReason"].lower()} if has_one else row


class GeminiThoughtsDropped(_OfChunks):
    """Thoughts are left out."""

    name = "gemini_thoughts_dropped"

    def _part(self, part: Row) -> list[Row]:
        return [] if part.get("thought") else [part]


class GeminiArgsRounded(_OfChunks):
    """Whole numbers in the arguments of a call become doubles."""

    name = "gemini_args_rounded"

    def _part(self, part: Row) -> list[Row]:
        call = part.get("functionCall")
        if call is None or "args" not in call:
            return [part]
        args = {k: float(v) if isinstance(v, int) else v for k, v in call["args"].items()}
        return [part | {"functionCall": call | {"args": args}}]


class GeminiSignatureLost(_OfChunks):
    """A function call comes without its signature."""

    name = "gemini_signature_lost"

    def _part(self, part: Row) -> list[Row]:
        is_call = "functionCall" in part
        return [{k: v for k, v in part.items() if not is_call or k != "thoughtSignature"}]


class GeminiPictureLost(_OfChunks):
    """A picture in the answer is left out."""

    name = "gemini_picture_lost"

    def _part(self, part: Row) -> list[Row]:
        return [] if "inlineData" in part else [part]


class GeminiUsageLost(_OfChunks):
    """An answer says what the prompt cost, and no more."""

    name = "gemini_usage_lost"

    def _changed(self, chunk: Row) -> Row:
        kept = {"promptTokenCount": chunk["usageMetadata"]["promptTokenCount"]}
        return chunk | {"usageMetadata": kept}


class GeminiUsageBare(_OfChunks):
    """Tokens of thoughts and of the cache are not told apart."""

    name = "gemini_usage_bare"

    def _changed(self, chunk: Row) -> Row:
        gone = ("thoughtsTokenCount", "cachedContentTokenCount")
        kept = {k: v for k, v in chunk["usageMetadata"].items() if k not in gone}
        return chunk | {"usageMetadata": kept}


class GeminiBlockHidden(_OfChunks):
    """A blocked prompt is told as an answer of no words."""

    name = "gemini_block_hidden"

    def _changed(self, chunk: Row) -> Row:
        if "promptFeedback" not in chunk:
            return chunk
        row = {"content": {"role": "model", "parts": [{"text": ""}]}, "finishReason": "STOP"}
        shown = {key: value for key, value in chunk.items() if key != "promptFeedback"}
        return {"candidates": [row], **shown}


class GeminiPieceLost(Gemini):
    """The second piece of the words of a stream is lost."""

    name = "gemini_piece_lost"
    _seen = 0

    def content(self, chunk: Row) -> list[Row]:
        """Leave it out."""
        parts = [part for row in chunk.get("candidates", ()) for part in row["content"]["parts"]]
        if not any(part.get("text") and not part.get("thought") for part in parts):
            return [chunk]
        self._seen += 1
        return [] if self._seen == 2 else [chunk]


class GeminiStopOnCut(Gemini):
    """A stream that breaks off ends with ``STOP``."""

    name = "gemini_stop_on_cut"
    _last: Row | None = None

    def content(self, chunk: Row) -> list[Row]:
        """Remember what a chunk of this stream looks like."""
        self._last = chunk
        return [chunk]

    def broken(self, events: list[OutEvent], failure: Failure) -> list[OutEvent]:
        """Make up the end."""
        if self._last is None:
            return events
        content = {"role": "model", "parts": [{"text": ""}]}
        row = {"content": content, "finishReason": "STOP", "index": 0}
        return [OutEvent(Kind.TYPED, jsontext.dump(self._last | {"candidates": [row]}))]


GEMINI_CONTENTS: tuple[type[Defect], ...] = (
    GeminiFinishLower,
    GeminiThoughtsDropped,
    GeminiArgsRounded,
    GeminiSignatureLost,
    GeminiPictureLost,
    GeminiUsageLost,
    GeminiUsageBare,
    GeminiBlockHidden,
    GeminiPieceLost,
    GeminiStopOnCut,
)
"""The defects of this family."""
