"""What the relay knows of the request it is answering, filled in as it learns it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from conformance.model import JSON
from conformance.relay.config import Role
from conformance.relay.dialects import OPENAI, Dialect
from conformance.relay.envelope import Problem, dressed

__all__ = ["Turn", "note"]


@dataclass(slots=True)
class Turn:
    """One request: who asks, for what, and how it wants the answer."""

    request_id: str
    headers: Mapping[str, str] = field(default_factory=dict)
    """The client's own, by name without regard to case."""
    method: str = ""
    path: str = ""
    """The endpoint's, as its row in ``endpoints`` writes it."""
    dialect: Dialect = OPENAI
    """The endpoint's, from then on."""
    token: str = field(default="", repr=False)
    rate: Mapping[str, str] = field(default_factory=dict)
    """Rate headers of a key that has limits."""
    body: Mapping[str, JSON] = field(default_factory=dict)
    """The request's JSON object, or the text fields of its form, or its query."""
    alias: str = ""
    asked_stream: bool = False
    """Whether the request says so, in most bodies with ``stream: true``."""
    wants_stream: bool = False
    """Whether the answer is going to be one; the same, unless a defect decides."""

    role: Role = field(default_factory=Role)
    """Whose conduct the relay shows, its errors above all."""
    is_begun: bool = False
    """Whether an answer that is written piece by piece has its head out."""
    counts_tokens: bool = False
    """Whether the key has a limit of tokens, so that the relay has to know what is spent."""
    tokens: int = 0
    """What the answer cost, as its upstream counts; 0 until that is known."""
    is_empty: bool = False
    """Whether the upstream says that it has written nothing."""
    at_once: int = 0
    """Requests of the key that were under way when this one was let in, itself included."""

    pair: str = ""
    """The translation that the request takes, by its name; empty for none."""
    heard: Mapping[str, str] = field(default_factory=dict)
    """Headers of the upstream's answer that was taken, by name without regard to case."""
    response_id: str = ""
    """The id of the response that was made, once it is known."""

    def told(self, problem: Problem) -> Problem:
        """Return the problem as the relay's role tells it, in the dialect that was spoken."""
        told = dressed(problem, self.role)
        return replace(told, status=self.dialect.status(told))

    @property
    def wants_usage(self) -> bool:
        """Whether the client asked for the usage chunk of a stream."""
        options = self.body.get("stream_options")
        return isinstance(options, Mapping) and options.get("include_usage") is True


def note(turn: Turn, usage: JSON) -> None:
    """Remember what an upstream says that the answer cost, if it says so."""
    told = usage if isinstance(usage, Mapping) else {}
    sent, made = told.get("input_tokens"), told.get("output_tokens")
    total = told.get("total_tokens", told.get("totalTokenCount"))
    if isinstance(total, int):
        turn.tokens = total
        turn.is_empty = told.get("completion_tokens") == 0
    elif isinstance(sent, int) and isinstance(made, int):
        turn.tokens = sent + made
