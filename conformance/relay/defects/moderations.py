"""Defects of moderations: lost results, scores and inputs."""

from __future__ import annotations

from conformance.model import JSON
from conformance.relay.defects.base import Defect
from conformance.relay.envelope import Problem, Reason, RelayError

__all__ = [
    "ModerationAllClear",
    "ModerationFirstOnly",
    "ModerationPicturesDropped",
    "ModerationScoresLost",
    "Moderations500",
]

Body = dict[str, JSON]
"""A request, a moderation or one of its results."""

PATH = "/v1/moderations"


class _OfModerations(Defect):
    """A defect that leaves the other endpoints alone."""

    def result(self, body: Body) -> Body:
        """Change the results."""
        is_victim = self.turn.path == PATH
        return body | {"results": self._results(body["results"])} if is_victim else body

    def request_body(self, body: Body) -> Body:
        """Change what the upstream is asked."""
        return self._asked(body) if self.turn.path == PATH else body

    def _results(self, results: list[Body]) -> list[Body]:
        return results

    def _asked(self, body: Body) -> Body:
        return body


class ModerationFirstOnly(_OfModerations):
    """Of several results only the first is sent."""

    name = "moderation_first_only"

    def _results(self, results: list[Body]) -> list[Body]:
        return results[:1]


class ModerationAllClear(_OfModerations):
    """Nothing is flagged, whatever the upstream says."""

    name = "moderation_all_clear"

    def _results(self, results: list[Body]) -> list[Body]:
        return [result | {"flagged": False} for result in results]


class ModerationScoresLost(_OfModerations):
    """The scores of the categories are lost."""

    name = "moderation_scores_lost"

    def _results(self, results: list[Body]) -> list[Body]:
        return [{k: value for k, value in one.items() if k != "category_scores"} for one in results]


class ModerationPicturesDropped(_OfModerations):
    """Pictures are not forwarded to the upstream that judges them."""

    name = "moderation_pictures_dropped"

    def _asked(self, body: Body) -> Body:
        given = body["input"]
        if isinstance(given, str) or not given or isinstance(given[0], str):
            return body
        return body | {"input": [part for part in given if part["type"] != "image_url"]}


class Moderations500(_OfModerations):
    """Moderations are answered with 500."""

    name = "moderations_500"

    def _asked(self, body: Body) -> Body:
        message = "The request could not be processed."
        raise RelayError(Problem(Reason.UPSTREAM, 500, message, "server_error", "server_error"))
