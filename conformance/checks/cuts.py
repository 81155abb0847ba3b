"""Rules of streams that end badly: what may be told of a failure, and what passes it off as an end.

Rules of this file: how an answer ended is one word, found the same way for
every dialect; which words are honest is the table of the probe, cell by cell.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum

from conformance.checks.audio import spoken
from conformance.checks.errors import tells
from conformance.checks.images import items, octets_of
from conformance.checks.meant import meant
from conformance.checks.registry import check
from conformance.model import JSON, End, Violation
from conformance.wire import messages
from conformance.wire.responses import fold
from conformance.wire.view import View

__all__ = ["Ending", "ending"]

_PAGES = ("text/html", "text/plain", "application/json")


class Ending(StrEnum):
    """How an answer ended, as its client can know it."""

    REFUSED = "refused"
    """An error status, or no answer at all."""
    TOLD = "told"
    """An event tells of the failure, or the transfer has no proper end."""
    HUNG = "hung"
    """We left off waiting."""
    PAGE = "page"
    """The body calls itself a page or a text, and no stream."""
    BARE = "bare"
    """A proper end of the transfer, before any word that the answer is complete."""
    WHOLE = "whole"
    """All that the upstream meant to say, and the word that it is complete."""
    FALSE = "false"
    """The word that the answer is complete, and the answer is not."""


def ending(view: View, kind: str) -> Ending:
    """How the answer of a dialect ended."""
    if view.exchange.end is End.TIMEOUT:
        return Ending.HUNG
    if view.status is None or view.status >= 300:
        return Ending.REFUSED
    if tells(view) or _is_failed(view):
        return Ending.TOLD
    if view.content_type in _PAGES:
        return Ending.PAGE
    is_claimed, is_whole = KINDS[kind]
    if not is_claimed(view):
        return Ending.BARE
    return Ending.WHOLE if is_whole(view) else Ending.FALSE


@check("cuts.end", given="struck")
def end(view: View, *, kind: str, may: Sequence[str]) -> Iterator[Violation]:
    """A stream whose upstream failed ends in a way that does not hide it."""
    got = ending(view, kind)
    if got not in may:
        yield Violation(_WORDS[got], expected=list(may), got=view.text[-300:])


@check("cuts.whole", given="told")
def whole(view: View, *, kind: str) -> Iterator[Violation]:
    """All that the upstream says arrives, to the octet, however the stream ends."""
    if not KINDS[kind][1](view):
        got = f"{len(view.octets)} octets"
        yield Violation(f"not all of it came (status {view.status}, {got})", got=view.text[-300:])


@check("cuts.in-time", given="told")
def in_time(view: View, *, grace_s: float) -> Iterator[Violation]:
    """A stream ends when its upstream's does, within a grace that a busy machine needs.

    From first octet to last on either side: what passes before is no delay of the end.
    """
    call, end_s = view.upstream[-1].call, view.exchange.duration_s
    wrote = [at_s for at_s, _ in call.sent] or [call.arrived_s]
    read = [one.at_s for one in view.exchange.reads] or [0.0]
    late = round((end_s - read[0]) - (wrote[-1] - wrote[0]), 1)
    if late > grace_s or view.exchange.end is End.TIMEOUT:
        yield Violation(f"{late} s after the upstream's end", expected=grace_s, got=late)


_WORDS: Mapping[Ending, str] = {
    Ending.REFUSED: "the answer is refused",
    Ending.TOLD: "the answer is told to have failed, which it has not",
    Ending.HUNG: "the answer never ends",
    Ending.PAGE: "the answer is a page under a good status",
    Ending.BARE: "the stream ends properly, without a word of the failure upstream",
    Ending.WHOLE: "the answer is told as complete, which the upstream never said",
    Ending.FALSE: "what came is told as a complete answer, and is none",
}


def _reasons(view: View) -> list[JSON]:
    return [reason for choice in view.choices.values() for reason in choice.finish_reasons]


def _is_failed(view: View) -> bool:
    """A finish reason or an event that says so in the dialect's own words."""
    return "error" in _reasons(view) or bool(
        {"response.failed", "response.incomplete", "error"} & _types(view)
    )


def _types(view: View) -> set[str]:
    return {str(one.get("type")) for one in view.chunks if isinstance(one, Mapping)}


def _says_finished(view: View) -> bool:
    return bool(_reasons(view) or view.done)


def _has_text(view: View) -> bool:
    return view.stream_text() == meant(view).get("text")


def _has_calls(view: View) -> bool:
    made = (meant(view).get("tool_calls") or {}).get("0", ())
    wanted = [call.get("arguments") for call in made if isinstance(call, Mapping)]
    return [call.arguments for call in view.tool_calls.get(0, [])] == wanted


def _has_response(view: View) -> bool:
    return fold(view.chunks).text == meant(view).get("text")


def _has_message(view: View) -> bool:
    return messages.fold(view.chunks).text == meant(view).get("text")


def _has_transcript(view: View) -> bool:
    deltas = [
        str(one.get("delta"))
        for one in view.chunks
        if isinstance(one, Mapping) and one.get("type") == "transcript.text.delta"
    ]
    return "".join(deltas) == meant(view).get("text")


def _has_picture(view: View) -> bool:
    made = [one.get("sha256") for one in meant(view).get("images", ()) if isinstance(one, Mapping)]
    octets = [octets_of(item) for item in items(view)]
    return {hashlib.sha256(one).hexdigest() for one in octets if one} >= set(made)


def _has_sound(view: View) -> bool:
    octets = spoken(view) if view.is_event_stream else view.octets
    return octets is not None and hashlib.sha256(octets).hexdigest() == meant(view).get("sha256")


def _event(name: str) -> Callable[[View], bool]:
    """Whether an event of this type, or with this ending of a type, came."""
    return lambda view: any(kind.endswith(name) for kind in _types(view))


KINDS: Mapping[str, tuple[Callable[[View], bool], Callable[[View], bool]]] = {
    "chat": (_says_finished, _has_text),
    "tools": (_says_finished, _has_calls),
    "completions": (_says_finished, _has_text),
    "responses": (_event("response.completed"), _has_response),
    "messages": (_event("message_stop"), _has_message),
    "images": (_event(".completed"), _has_picture),
    "speech": (_event("speech.audio.done"), _has_sound),
    "transcripts": (_event("transcript.text.done"), _has_transcript),
    "octets": (lambda view: not view.is_event_stream, _has_sound),
}
"""Dialect -> what says that an answer is complete, and whether it is."""
