"""Defects of what a client learns that is the relay's own business, and of what it may reach."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from conformance.relay.defects.base import Defect, Switch
from conformance.relay.envelope import Problem, Reason
from conformance.relay.retry import Cause

__all__ = ["LEAKS"]


class KeyHashTold(Defect):
    """The refusal of a wrong key shows the key's hash."""

    name = "key_hash_told"

    def error(self, problem: Problem) -> Problem:
        """Add the hash to the message."""
        if problem.reason is not Reason.BAD_KEY:
            return problem
        hashed = hashlib.sha256(self.turn.token.encode()).hexdigest()
        return replace(problem, message=f"{problem.message} Key hash {hashed}.")


class StorageTold(Defect):
    """The refusal of a wrong key shows where the relay looked for it."""

    name = "storage_told"

    def error(self, problem: Problem) -> Problem:
        """Add the name of the table to the message."""
        if problem.reason is not Reason.BAD_KEY:
            return problem
        return replace(problem, message=f"{problem.message} Not found in table 'api_tokens'.")


class GarbledTextPassed(Defect):
    """What an upstream says in place of JSON is told to the client."""

    name = "garbled_text_passed"

    def error(self, problem: Problem) -> Problem:
        """Add the text to the message."""
        failure = problem.failure
        if failure is None or failure.cause is not Cause.GARBLED or failure.status != 200:
            return problem
        return replace(problem, message=f"{problem.message} {failure.text[:200]}")


class CookiesPassed(Defect):
    """The client's cookies and further keys go on to the upstream."""

    name = "cookies_passed"
    _names = ("Cookie", "X-Api-Key", "Api-Key")

    def request_headers(self, headers: dict[str, str]) -> dict[str, str]:
        """Add what the client sent of them."""
        sent = self.turn.headers
        return headers | {name: sent[name] for name in self._names if name in sent}


class QueryKeysPassed(Defect):
    """A key in the query goes on to the upstream."""

    name = "query_keys_passed"

    def request_path(self, path: str) -> str:
        """Add it again."""
        key = self.turn.body.get("key")
        return f"{path}?key={key}" if key and "?" not in path else path


class UpstreamCookiesPassed(Defect):
    """The upstream's cookies reach the client."""

    name = "upstream_cookies_passed"

    def headers(self, headers: dict[str, str]) -> dict[str, str]:
        """Add what the upstream set."""
        cookie = self.turn.heard.get("Set-Cookie")
        return headers | {"Set-Cookie": cookie} if cookie else headers


class AccountHeadersPassed(Defect):
    """Headers that name the relay's account at the upstream reach the client."""

    name = "account_headers_passed"
    _names = ("OpenAI-Organization", "OpenAI-Project")

    def headers(self, headers: dict[str, str]) -> dict[str, str]:
        """Add what the upstream said."""
        heard = self.turn.heard
        return headers | {name: heard[name] for name in self._names if name in heard}


class PathClimbs(Defect):
    """A path that climbs out of the API is passed on to the upstream."""

    name = "path_climbs"
    switches = frozenset({Switch.CLIMBS})


class LoosePaths(Defect):
    """Another spelling of the path of chat completions is answered without a key."""

    name = "loose_paths"
    switches = frozenset({Switch.LOOSE_PATHS})


class FetchesPictures(Defect):
    """The relay fetches each picture that a request names."""

    name = "fetches_pictures"
    switches = frozenset({Switch.FETCHES})


LEAKS: tuple[type[Defect], ...] = (
    KeyHashTold,
    StorageTold,
    GarbledTextPassed,
    CookiesPassed,
    QueryKeysPassed,
    UpstreamCookiesPassed,
    AccountHeadersPassed,
    PathClimbs,
    LoosePaths,
    FetchesPictures,
)
