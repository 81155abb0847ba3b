"""Defects of the Gemini API: keys, requests, errors, and what is no stream."""

from __future__ import annotations

from conformance.model import JSON
from conformance.relay.defects.base import Defect, Switch
from conformance.relay.envelope import Problem, Reason, RelayError

__all__ = ["GEMINI", "Gemini"]

Body = dict[str, JSON]

_ROOT = "/v1beta/"
_HEADER = "x-goog-api-key"


class Gemini(Defect):
    """A defect that leaves other dialects alone."""

    @property
    def is_here(self) -> bool:
        """Whether Gemini is spoken."""
        return self.turn.path.startswith(_ROOT)


class GeminiHeaderUnread(Gemini):
    """A key in x-goog-api-key is not seen."""

    name = "gemini_header_unread"

    def key_shown(self, key: str | None) -> str | None:
        """Look elsewhere, where there is none."""
        return None if self.is_here and _HEADER in self.turn.headers else key


class GeminiBearerUnread(Gemini):
    """A bearer is no key where Gemini is spoken."""

    name = "gemini_bearer_unread"

    def key_shown(self, key: str | None) -> str | None:
        """See none."""
        return None if self.is_here and "Authorization" in self.turn.headers else key


class GeminiQueryUnread(Gemini):
    """A key in the query is not seen."""

    name = "gemini_query_unread"

    def key_shown(self, key: str | None) -> str | None:
        """See those in headers alone."""
        sent = self.turn.headers
        is_held = _HEADER in sent or "Authorization" in sent
        return None if self.is_here and not is_held else key


class GeminiFails(Gemini):
    """What is asked of a model in the words of Gemini is answered with 500."""

    name = "gemini_fails"

    def request_body(self, body: Body) -> Body:
        """Fail before the upstream is called."""
        if not self.is_here:
            return body
        message = "The request could not be processed."
        raise RelayError(Problem(Reason.UPSTREAM, 500, message, "server_error", "server_error"))


class GeminiHistoryUnsigned(Gemini):
    """Signatures of earlier turns are not forwarded."""

    name = "gemini_history_unsigned"

    def request_body(self, body: Body) -> Body:
        """Leave them out."""
        return _unsigned(body) if self.is_here else body


class GeminiInstructionDropped(Gemini):
    """The system instruction is not forwarded."""

    name = "gemini_instruction_dropped"

    def request_body(self, body: Body) -> Body:
        """Leave it out."""
        return {k: v for k, v in body.items() if not self.is_here or k != "systemInstruction"}


class GeminiClientKeyForwarded(Gemini):
    """The client's key goes on to the upstream, beside the relay's own."""

    name = "gemini_client_key_forwarded"

    def request_headers(self, headers: dict[str, str]) -> dict[str, str]:
        """Add it."""
        return headers | ({"X-Client-Key": self.turn.token} if self.is_here else {})


class GeminiKeyInQuery(Gemini):
    """A key of the relay's stands in the query of an upstream's address."""

    name = "gemini_key_in_query"

    def request_path(self, path: str) -> str:
        """Write one; the header has the true one all the same."""
        sign = "&" if "?" in path else "?"
        return f"{path}{sign}key=AIza-of-the-relay" if self.is_here else path


class GeminiErrorsOfOpenAi(Gemini):
    """Errors have the form of OpenAI."""

    name = "gemini_errors_of_openai"

    def envelope(self, body: JSON, problem: Problem) -> JSON:
        """Write the other form."""
        if not self.is_here:
            return body
        error = {"message": problem.message, "type": problem.type, "param": None, "code": None}
        return {"error": error}


class GeminiCodeAlways500(Gemini):
    """The code in an error is 500, whatever the status is."""

    name = "gemini_code_always_500"

    def envelope(self, body: JSON, problem: Problem) -> JSON:
        """Write it."""
        return {"error": body["error"] | {"code": 500}} if self.is_here else body


class GeminiDetailsLost(Gemini):
    """An error loses its details."""

    name = "gemini_details_lost"

    def envelope(self, body: JSON, problem: Problem) -> JSON:
        """Leave them out."""
        if not self.is_here:
            return body
        return {"error": {k: v for k, v in body["error"].items() if k != "details"}}


class _Result(Gemini):
    """A defect of an answer in one piece at one path."""

    _member = ""

    def result(self, body: Body) -> Body:
        """Change the member, where it is."""
        is_meant = self.is_here and self._member in body
        return body | {self._member: self._changed(body[self._member])} if is_meant else body

    def _changed(self, value: JSON) -> JSON:
        raise NotImplementedError


class GeminiCountOff(_Result):
    """Tokens are counted by the relay, and in another way."""

    name = "gemini_count_off"
    _member = "totalTokens"

    def _changed(self, value: JSON) -> JSON:
        return value + 1


class GeminiCountText(_Result):
    """A count of tokens is a text."""

    name = "gemini_count_text"
    _member = "totalTokens"

    def _changed(self, value: JSON) -> JSON:
        return str(value)


class GeminiVectorBare(_Result):
    """An embedding is a bare list of numbers."""

    name = "gemini_vector_bare"
    _member = "embedding"

    def _changed(self, value: JSON) -> JSON:
        return value["values"]


class GeminiVectorsReversed(_Result):
    """The embeddings of a batch come in reverse order."""

    name = "gemini_vectors_reversed"
    _member = "embeddings"

    def _changed(self, value: JSON) -> JSON:
        return value[::-1]


class GeminiModelsOfOpenAi(Gemini):
    """The list of models has the form of OpenAI."""

    name = "gemini_models_of_openai"

    def result(self, body: Body) -> Body:
        """Write the other form."""
        if not (self.is_here and "models" in body):
            return body
        rows = [{"id": row["name"], "object": "model"} for row in body["models"]]
        return {"object": "list", "data": rows}


class GeminiModelUnlisted(Gemini):
    """The list of models is empty."""

    name = "gemini_model_unlisted"

    def result(self, body: Body) -> Body:
        """Show none."""
        return {"models": []} if self.is_here and "models" in body else body


class GeminiModelBare(Gemini):
    """A model is named without its collection."""

    name = "gemini_model_bare"

    def result(self, body: Body) -> Body:
        """Write the last part of the name."""
        is_one = self.is_here and "displayName" in body
        return body | {"name": body["displayName"]} if is_one else body


class GeminiArrayAsEvents(Gemini):
    """Chunks come as events, also where an array is asked for."""

    name = "gemini_array_as_events"
    switches = frozenset({Switch.EVENTS_ALWAYS})


def _unsigned(value: JSON) -> JSON:
    if isinstance(value, list):
        return [_unsigned(one) for one in value]
    if isinstance(value, dict):
        return {key: _unsigned(one) for key, one in value.items() if key != "thoughtSignature"}
    return value


GEMINI: tuple[type[Defect], ...] = (
    GeminiHeaderUnread,
    GeminiBearerUnread,
    GeminiQueryUnread,
    GeminiFails,
    GeminiHistoryUnsigned,
    GeminiInstructionDropped,
    GeminiClientKeyForwarded,
    GeminiKeyInQuery,
    GeminiErrorsOfOpenAi,
    GeminiCodeAlways500,
    GeminiDetailsLost,
    GeminiCountOff,
    GeminiCountText,
    GeminiVectorBare,
    GeminiVectorsReversed,
    GeminiModelsOfOpenAi,
    GeminiModelUnlisted,
    GeminiModelBare,
    GeminiArrayAsEvents,
)
"""The defects of this family, but for those of contents."""
