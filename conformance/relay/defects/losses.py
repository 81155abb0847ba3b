"""Defects that lose or change part of an answer, streamed or not."""

from __future__ import annotations

from abc import abstractmethod

from conformance.model import JSON
from conformance.relay.defects.base import Defect

__all__ = ["LogprobsDropped", "ModelLeaked", "ReasoningDropped"]

Body = dict[str, JSON]
"""A chunk or a completion."""


class _EachChoice(Defect):
    """A defect that changes every choice, streamed or not."""

    def chunk(self, chunk: Body) -> list[Body]:
        """Change the choices of a chunk."""
        return [self.completion(chunk)]

    def completion(self, body: Body) -> Body:
        """Change the choices of an answer in one piece."""
        return body | {"choices": [self._changed(choice) for choice in body["choices"]]}

    @abstractmethod
    def _changed(self, choice: Body) -> Body:
        """Return the choice as it is shown."""


class ReasoningDropped(_EachChoice):
    """The reasoning text is lost."""

    name = "reasoning_dropped"

    def _changed(self, choice: Body) -> Body:
        at = "message" if "message" in choice else "delta"
        said = choice.get(at) or {}
        return choice | {at: {k: v for k, v in said.items() if k != "reasoning_content"}}


class LogprobsDropped(_EachChoice):
    """The log probabilities are null though they were asked for."""

    name = "logprobs_dropped"

    def _changed(self, choice: Body) -> Body:
        return choice | {"logprobs": None} if choice.get("logprobs") else choice


class ModelLeaked(Defect):
    """The answer names the upstream's model, not the one that was asked for."""

    name = "model_leaked"

    def model_name(self, alias: str, reported: str) -> str:
        """Show the upstream's name."""
        return reported or alias
