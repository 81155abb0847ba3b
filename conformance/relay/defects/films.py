"""Defects that each family of films has in its own words: errors, keys, fields.

A family names its root; what is spoiled below it is nobody else's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from conformance.model import JSON
from conformance.relay.defects.base import Defect
from conformance.relay.defects.tasks import Body
from conformance.relay.envelope import Problem, Reason, envelope, refusal

__all__ = ["ErrorOpenai", "FieldsLost", "Films", "Key400", "PathsRefused", "RefusalHidden"]


class Films(Defect):
    """A defect that leaves other families alone."""

    root: ClassVar[str]

    @property
    def is_here(self) -> bool:
        """Whether the family is spoken."""
        return self.turn.path.startswith(f"{self.root}/")

    @property
    def is_fetch(self) -> bool:
        """Whether one task is asked for."""
        return self.is_here and self.turn.method == "GET"


class ErrorOpenai(Films):
    """An error is told in the shape of OpenAI."""

    def envelope(self, body: JSON, problem: Problem) -> JSON:
        """Take the usual one."""
        return envelope(problem) if self.is_here else body


class RefusalHidden(Films):
    """Whatever keeps an upstream from a task is told as one and the same failure."""

    hidden: ClassVar[Mapping[str, JSON]]

    def envelope(self, body: JSON, problem: Problem) -> JSON:
        """Say nothing."""
        is_refused = self.is_here and problem.reason is Reason.UPSTREAM
        return dict(self.hidden) if is_refused else body


class Key400(Films):
    """A key that is missing or wrong is answered with 400."""

    def error(self, problem: Problem) -> Problem:
        """Take the usual status of refusals."""
        is_key = self.is_here and problem.status == 401
        return replace(problem, status=400) if is_key else problem


class FieldsLost(Films):
    """Some fields are not forwarded."""

    lost: ClassVar[frozenset[str]]

    def request_body(self, body: Body) -> Body:
        """Take them out."""
        is_kept = not self.is_here
        return {key: body[key] for key in body if is_kept or key not in self.lost}


class PathsRefused(Films):
    """Some paths are not served, though the family is."""

    refused: ClassVar[frozenset[str]]
    """Behind the root."""

    def request_body(self, body: Body) -> Body:
        """Know no such action."""
        if self.is_here and self.turn.path.removeprefix(self.root) in self.refused:
            raise refusal(Reason.MISSING_FIELD, "invalid_action")
        return body
