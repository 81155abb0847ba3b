"""Decides from one answer whether a capability is there. Pure.

Rules of this file: nothing is held against a relay here. ``claimed`` needs an
answer that shows it; ``absent`` needs the relay's own no; all else is
``unsure``, with what to do about it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from conformance.catalog.trials import Trial
from conformance.checks.expect import unexpected
from conformance.model import End
from conformance.wire.view import View

_MOST_WORDS = 160
_NOT_THERE = frozenset({404, 405, 501})
_ACCOUNT = frozenset({401, 402, 403, 408, 425, 429})

_MODEL = re.compile(
    r"(?i)(?<![/\w])(models?|deployment|channel)(?![/\w])|模型|渠道|model_not_found"
)
"""Words by which an error is about the model and not about the path; ``/models`` is a path."""


class State(StrEnum):
    """What can be said of one capability."""

    CLAIMED = "claimed"
    ABSENT = "absent"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Sight:
    """A state and the reason for it, one line that is safe to print."""

    state: State
    reason: str


def sight(trial: Trial, view: View) -> Sight:
    """What ``view``, the last answer to ``trial``, says of the capability."""
    status = view.status
    if status is None:
        return Sight(State.UNSURE, f"no answer: {view.exchange.end_detail or view.exchange.end}")
    if 200 <= status < 300:
        return _of_success(trial, view)
    words = _words(view)
    if status in _NOT_THERE:
        return _of_no(view, words)
    if status in _ACCOUNT:
        return Sight(State.UNSURE, f"{status}: the account or the key is refused: {words}")
    if 400 <= status < 500:
        return _of_refusal(trial, view, words)
    return Sight(State.UNSURE, f"{status}: {words}")


def _of_success(trial: Trial, view: View) -> Sight:
    missing = unexpected(trial.expect, [view])
    if not missing and not view.errors:
        return Sight(State.CLAIMED, f"{view.status}, and the answer shows it")
    if view.errors:
        words = _words(view)
        state = State.UNSURE if _MODEL.search(words) else State.ABSENT
        return Sight(state, f"{view.status}, but the answer is an error: {words}")
    if view.exchange.end is not End.EOF:
        return Sight(State.UNSURE, f"{view.status}, but the answer broke off ({view.exchange.end})")
    if view.json_error is not None and not view.is_event_stream:
        kind = _plain(view.content_type or "no content type")
        return Sight(State.ABSENT, f"{view.status}, but the answer is of another kind ({kind})")
    state = State.ABSENT if trial.is_ignored_absent else State.UNSURE
    return Sight(state, f"{view.status}, but the answer does not show it")


def _of_no(view: View, words: str) -> Sight:
    if _MODEL.search(words):
        return Sight(State.UNSURE, f"{view.status}: the relay may not have the model: {words}")
    return Sight(State.ABSENT, f"{view.status}: {words}")


def _of_refusal(trial: Trial, view: View, words: str) -> Sight:
    """A 4xx that is about this request: the endpoint is there, if it is an API that says so."""
    if trial.after is not None and _is_about(trial, words):
        return Sight(
            State.ABSENT, f"{view.status}: refused, while {trial.after} is served: {words}"
        )
    there = "the endpoint is there, but the request is refused" if _error(view) else "refused"
    return Sight(State.UNSURE, f"{view.status}: {there}: {words}")


def _is_about(trial: Trial, words: str) -> bool:
    """Whether a refusal names what the trial adds."""
    return any(re.search(rf"(?i)(?<!\w){re.escape(ask)}(?!\w)", words) for ask in trial.asks)


def _error(view: View) -> object:
    """The error that the body reports, in any of the usual shapes."""
    body = view.json
    if view.errors:
        return view.errors[0]
    if not isinstance(body, Mapping):
        return None
    return next((body[key] for key in ("error", "detail", "message") if body.get(key)), None)


def _words(view: View) -> str:
    """What the answer says of itself: code, parameter and message, or its text."""
    error = _error(view)
    if isinstance(error, Mapping):
        parts = [str(error[key]) for key in ("code", "param", "message") if error.get(key)]
        told = [part for part in parts if part not in {"None", str(view.status)}]
        return _plain(" ".join(told)) or "an error without words"
    if error is not None:
        return _plain(str(error))
    if view.content_type == "text/html":
        return "an HTML page"
    return _plain(view.text) or "an empty body"


def _plain(text: str) -> str:
    """``text`` on one short line without control characters: a relay's words are hostile."""
    line = " ".join("".join(char if char.isprintable() else " " for char in text[:2000]).split())
    return line if len(line) <= _MOST_WORDS else line[:_MOST_WORDS] + "…"
