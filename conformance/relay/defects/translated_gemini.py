"""Defects of chat completions over an upstream that speaks Gemini: what the client gets.

Rules of this file: a translated request alone is touched; what its translation made
right is made wrong again, whole and in chunks alike.
"""

from __future__ import annotations

from abc import abstractmethod

from conformance.model import JSON
from conformance.relay import jsontext
from conformance.relay.defects.base import Defect
from conformance.relay.defects.pair import PairDefect
from conformance.relay.envelope import Problem, Reason, refusal
from conformance.relay.retry import Failure
from conformance.relay.sse import DONE, Kind, OutEvent

__all__ = ["TRANSLATED_GEMINI", "ChatGemini"]

Body = dict[str, JSON]


class ChatGemini(PairDefect):
    """A fault of this pair."""

    pair = "chat-gemini"


class _Choices(ChatGemini):
    """A fault of what the choices say."""

    def completion(self, body: Body) -> Body:
        """Change each choice."""
        for choice in body["choices"]:
            self._change(choice, choice["message"])
        return body

    def chunk(self, chunk: Body) -> list[Body]:
        """Change each choice of a chunk."""
        for choice in chunk["choices"]:
            self._change(choice, choice["delta"])
        return [chunk]

    @abstractmethod
    def _change(self, choice: Body, said: Body) -> None:
        """Change one choice, whose message or delta is ``said``."""


class _Usage(ChatGemini):
    """A fault of the counts."""

    def completion(self, body: Body) -> Body:
        """Change the counts."""
        return body | {"usage": self._counts(body["usage"])}

    def chunk(self, chunk: Body) -> list[Body]:
        """Change the counts, where there are some."""
        return [chunk | {"usage": self._counts(chunk["usage"])} if chunk.get("usage") else chunk]

    @abstractmethod
    def _counts(self, usage: Body) -> Body:
        """Return other counts."""


class ChatGeminiRefused(ChatGemini):
    """Chat completions with tools are refused where the upstream speaks Gemini."""

    name = "chat_gemini_refused"

    def request_body(self, body: Body) -> Body:
        """Refuse it."""
        if body.get("tools"):
            raise refusal(Reason.UNSUPPORTED, "This model has no tools.", param="tools")
        return body


class ChatGeminiObject(ChatGemini):
    """Translated answers of Gemini call themselves an answer of Gemini's."""

    name = "chat_gemini_object"

    def completion(self, body: Body) -> Body:
        """Name it so."""
        return body | {"object": "gemini.answer"}

    def chunk(self, chunk: Body) -> list[Body]:
        """Name it so."""
        return [chunk | {"object": "gemini.answer"}]


class ChatGeminiTrimmed(_Choices):
    """Blanks around each piece of a translated text of Gemini are lost."""

    name = "chat_gemini_trimmed"

    def _change(self, choice: Body, said: Body) -> None:
        if said.get("content"):
            said["content"] = said["content"].strip()


class ChatGeminiThoughtsMixed(_Choices):
    """Gemini's thoughts are told as part of the answer."""

    name = "chat_gemini_thoughts_mixed"

    def _change(self, choice: Body, said: Body) -> None:
        if "reasoning_content" in said:
            said["content"] = said.pop("reasoning_content") + (said.get("content") or "")


class ChatGeminiThoughtsLost(_Choices):
    """Gemini's thoughts are left out."""

    name = "chat_gemini_thoughts_lost"

    def _change(self, choice: Body, said: Body) -> None:
        said.pop("reasoning_content", None)


class ChatGeminiOneCall(_Choices):
    """Of the calls of a Gemini upstream only the last is passed on."""

    name = "chat_gemini_one_call"

    def _change(self, choice: Body, said: Body) -> None:
        kept = [one for one in said.get("tool_calls", ()) if one.get("index", 1)]
        if "tool_calls" in said:
            said["tool_calls"] = kept[-1:]


class ChatGeminiIdsShared(_Choices):
    """The calls of a Gemini upstream share one id."""

    name = "chat_gemini_ids_shared"

    def _change(self, choice: Body, said: Body) -> None:
        for call in said.get("tool_calls", ()):
            call["id"] = "call_0"


class ChatGeminiIndexZero(_Choices):
    """Streamed calls of a Gemini upstream all have the index 0."""

    name = "chat_gemini_index_zero"

    def _change(self, choice: Body, said: Body) -> None:
        for call in said.get("tool_calls", ()):
            if "index" in call:
                call["index"] = 0


class ChatGeminiCallsStop(_Choices):
    """An answer of Gemini's that calls tools ends with stop, as Gemini says itself."""

    name = "chat_gemini_calls_stop"

    def _change(self, choice: Body, said: Body) -> None:
        if choice["finish_reason"] == "tool_calls":
            choice["finish_reason"] = "stop"


class ChatGeminiAlwaysStop(_Choices):
    """An answer of Gemini's that is cut short or held back ends with stop."""

    name = "chat_gemini_always_stop"

    def _change(self, choice: Body, said: Body) -> None:
        if choice["finish_reason"] in {"length", "content_filter"}:
            choice["finish_reason"] = "stop"


class ChatGeminiPromptUncached(_Usage):
    """Tokens that Gemini read from its cache are no part of the prompt's."""

    name = "chat_gemini_prompt_uncached"

    def _counts(self, usage: Body) -> Body:
        cached = usage["prompt_tokens_details"]["cached_tokens"]
        return usage | {"prompt_tokens": usage["prompt_tokens"] - cached}


class ChatGeminiThoughtsFree(_Usage):
    """Tokens of Gemini's thoughts are no part of the completion's."""

    name = "chat_gemini_thoughts_free"

    def _counts(self, usage: Body) -> Body:
        thoughts = usage["completion_tokens_details"]["reasoning_tokens"]
        return usage | {"completion_tokens": usage["completion_tokens"] - thoughts}


class ChatGeminiDetailsLost(_Usage):
    """Of Gemini's counts only the sums are told."""

    name = "chat_gemini_details_lost"

    def _counts(self, usage: Body) -> Body:
        return {name: count for name, count in usage.items() if isinstance(count, int)}


class ChatGeminiSignatureLost(_Choices):
    """Calls of a Gemini upstream lose their signatures."""

    name = "chat_gemini_signature_lost"

    def _change(self, choice: Body, said: Body) -> None:
        for call in said.get("tool_calls", ()):
            call.pop("extra_content", None)


class ChatGeminiError500(ChatGemini):
    """Whatever a Gemini upstream refuses is a 500."""

    name = "chat_gemini_error_500"

    def error(self, problem: Problem) -> Problem:
        """Tell all of them alike."""
        return server_error(problem)


class ChatGeminiErrorOfGoogle(ChatGemini):
    """Errors of a Gemini upstream reach chat clients in the form of Google."""

    name = "chat_gemini_error_of_google"

    def envelope(self, body: JSON, problem: Problem) -> JSON:
        """Write Google's words."""
        told = {"code": problem.status, "message": problem.message, "status": "UNKNOWN"}
        return [{"error": told}]


class ChatGeminiCutStop(ChatGemini):
    """A stream of Gemini that is cut ends with stop and [DONE]."""

    name = "chat_gemini_cut_stop"

    def broken(self, events: list[OutEvent], failure: Failure) -> list[OutEvent]:
        """Make up an end."""
        choice = {"index": 0, "delta": {}, "finish_reason": "stop"}
        chunk = {"id": "chatcmpl-end", "object": "chat.completion.chunk", "choices": [choice]}
        return [OutEvent(Kind.CHUNK, jsontext.dump(chunk)), OutEvent(Kind.DONE, DONE)]


class ChatGeminiCutUnsaid(ChatGemini):
    """A stream of Gemini that is cut ends in order, without a word of it."""

    name = "chat_gemini_cut_unsaid"

    def broken(self, events: list[OutEvent], failure: Failure) -> list[OutEvent]:
        """Say nothing."""
        return []


def server_error(problem: Problem) -> Problem:
    """Return a problem without what the upstream said of it."""
    message = "The request failed."
    return Problem(Reason.UPSTREAM, 500, message, "server_error", "server_error")


TRANSLATED_GEMINI: tuple[type[Defect], ...] = (
    ChatGeminiRefused,
    ChatGeminiObject,
    ChatGeminiTrimmed,
    ChatGeminiThoughtsMixed,
    ChatGeminiThoughtsLost,
    ChatGeminiOneCall,
    ChatGeminiIdsShared,
    ChatGeminiIndexZero,
    ChatGeminiCallsStop,
    ChatGeminiAlwaysStop,
    ChatGeminiPromptUncached,
    ChatGeminiThoughtsFree,
    ChatGeminiDetailsLost,
    ChatGeminiSignatureLost,
    ChatGeminiError500,
    ChatGeminiErrorOfGoogle,
    ChatGeminiCutStop,
    ChatGeminiCutUnsaid,
)
"""The defects of this family."""
