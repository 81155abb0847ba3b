"""Rules of the Gemini API: what reaches client and upstream, and how answers end.

Rules of this file: an answer is read the same way whole, as events and as an array;
what the upstream meant is in the mock's journal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import parse_qsl, urlsplit

from conformance.checks.keys import client_keys
from conformance.checks.meant import meant
from conformance.checks.registry import check
from conformance.model import JSON, End, Violation
from conformance.wire.gemini import Answer, chunks, fold
from conformance.wire.view import View

_STATUSES: Mapping[str, int] = {
    "INVALID_ARGUMENT": 400,
    "FAILED_PRECONDITION": 400,
    "OUT_OF_RANGE": 400,
    "UNAUTHENTICATED": 401,
    "PERMISSION_DENIED": 403,
    "NOT_FOUND": 404,
    "ABORTED": 409,
    "ALREADY_EXISTS": 409,
    "RESOURCE_EXHAUSTED": 429,
    "CANCELLED": 499,
    "INTERNAL": 500,
    "UNKNOWN": 500,
    "DATA_LOSS": 500,
    "UNIMPLEMENTED": 501,
    "UNAVAILABLE": 503,
    "DEADLINE_EXCEEDED": 504,
}
"""google/rpc/code.proto."""


def answer(view: View) -> Answer:
    """What an answer said in the end."""
    return fold(chunks(view))


@check("gemini.text", given="delivered")
def text(view: View) -> Iterator[Violation]:
    """The words of the answer are the upstream's."""
    yield from _same("the text", meant(view).get("text"), answer(view).first.text)


@check("gemini.thoughts", given="delivered")
def thoughts(view: View) -> Iterator[Violation]:
    """Thoughts are the upstream's, and are marked as such."""
    yield from _same("the thoughts", meant(view).get("thoughts"), answer(view).first.thoughts)


@check("gemini.calls", given="delivered")
def calls(view: View) -> Iterator[Violation]:
    """Each function call has the upstream's name, arguments and id."""
    sent = [part["functionCall"] for part in _calls(meant(view).get("calls"))]
    yield from _same("calls", sent, [part["functionCall"] for part in answer(view).first.calls])


@check("gemini.signatures", given="delivered")
def signatures(view: View) -> Iterator[Violation]:
    """Each function call comes with the upstream's signature, letter by letter."""
    sent = [part.get("thoughtSignature") for part in _calls(meant(view).get("calls"))]
    got = [part.get("thoughtSignature") for part in answer(view).first.calls]
    if len(got) == len(sent):  # a call that is lost is another rule's business
        yield from _same("the signatures", sent, got)


@check("gemini.pictures", given="delivered")
def pictures(view: View) -> Iterator[Violation]:
    """The pictures are the upstream's, octet by octet."""
    yield from _same("the pictures", meant(view).get("pictures"), answer(view).first.pictures)


@check("gemini.finish", given="delivered")
def finish(view: View) -> Iterator[Violation]:
    """Each candidate ends once, for the reason that the upstream gave."""
    sent = meant(view).get("finish_reasons") or {}
    if meant(view).get("blocked"):
        sent = {}
    found = answer(view).candidates.items()
    got = {str(index): one.finish_reasons for index, one in found}
    yield from _same("the reasons", {key: [reason] for key, reason in sent.items()}, got)


@check("gemini.blocked", given="delivered")
def blocked(view: View) -> Iterator[Violation]:
    """A prompt that the upstream blocked is told as blocked, for the same reason."""
    sent = meant(view).get("blocked") or {}
    yield from _same("the reason of the block", sent.get("blockReason"), answer(view).blocked)


@check("gemini.usage", given="delivered")
def usage(view: View, *, keys: Sequence[str]) -> Iterator[Violation]:
    """The last counts are the upstream's; a count of zero may be left out."""
    sent, got = meant(view).get("usage") or {}, answer(view).usage or {}
    for key in keys:
        if (got.get(key) or 0) != (sent.get(key) or 0):
            at = f"/usageMetadata/{key}"
            yield Violation(
                f"{key} is not the upstream's", at=at, expected=sent.get(key), got=got.get(key)
            )


@check("gemini.as-upstream", given="delivered")
def as_upstream(view: View, *, key: str) -> Iterator[Violation]:
    """What stands under ``key`` is the upstream's."""
    got = view.json.get(key) if isinstance(view.json, Mapping) else None
    yield from _same(key, meant(view).get(key), got)


@check("gemini.vectors", given="delivered")
def vectors(view: View) -> Iterator[Violation]:
    """Each content has the vector that the upstream gave it, in the order of the request."""
    body = view.json if isinstance(view.json, Mapping) else {}
    rows = body.get("embeddings") or [body.get("embedding")]
    sent: list[list[float]] = list(meant(view).get("vectors") or ())
    got = [row.get("values") if isinstance(row, Mapping) else None for row in rows]
    shown = [one[: len(sent[0])] if isinstance(one, list) else one for one in got]
    yield from _same("the vectors", sent, shown)


@check("gemini.end", given="struck")
def end(view: View) -> Iterator[Violation]:
    """An answer whose upstream failed is not passed off as complete."""
    is_over = view.exchange.end is End.EOF and (view.status or 500) < 300
    said = answer(view)
    if not is_over or said.errors:
        return
    if said.is_finished and said.first.text == meant(view).get("text"):
        return
    word = "told as complete" if said.is_finished else "ended without a word of it"
    yield Violation(f"the upstream failed, and the answer is {word}", got=view.text[-300:])


@check("gemini.error-agrees", given="error")
def error_agrees(view: View) -> Iterator[Violation]:
    """``error.code`` is the HTTP status, and the name of the status fits it."""
    body = view.json[0] if isinstance(view.json, list) and view.json else view.json
    error = body.get("error") if isinstance(body, Mapping) else None
    if not isinstance(error, Mapping) or "status" not in error:
        return  # the shape is another rule's business
    if error.get("code") != view.status:
        yield Violation(
            "code and HTTP status differ", "/error/code", view.status, error.get("code")
        )
    status = view.status or 0
    fits = _STATUSES.get(str(error["status"]), status)
    if fits // 100 != status // 100:
        yield Violation("the status has another code", "/error/status", fits, error["status"])


@check("gemini.error-details", given="error")
def error_details(view: View, *, type: str) -> Iterator[Violation]:
    """The detail of this type that the upstream gave is there, as it was."""
    sent = [one for call in view.upstream for one in _details(call.call.reply, type)]
    error = view.json.get("error") if isinstance(view.json, Mapping) else None
    got = _of_type(error.get("details") if isinstance(error, Mapping) else None, type)
    if sent and not got:
        yield Violation(f"{type} is lost", at="/error/details", expected=sent[-1])
    elif sent and got[0] not in sent:
        yield Violation(f"{type} is changed", "/error/details", sent[-1], got[0])


@check("gemini.own-key", given="keyed")
def own_key(view: View) -> Iterator[Violation]:
    """Neither header nor address of an upstream's call holds the key of the client."""
    for key in client_keys(view):
        for call in view.upstream:
            for name, value in {**call.headers, "the address": call.call.path}.items():
                if key in value:
                    yield Violation(f"the client's key is in {name}", at=name)


@check("gemini.key-not-told", given="keyed-answer")
def key_not_told(view: View) -> Iterator[Violation]:
    """The answer does not hold the key of the client."""
    for key in client_keys(view):
        if key in view.text or any(key in value for value in view.headers.values()):
            yield Violation("the answer holds the client's key", got=view.text[:200])


@check("gemini.key-in-header", given="forwarded")
def key_in_header(view: View) -> Iterator[Violation]:
    """No call to an upstream has a key in its query, where logs keep it."""
    for call in view.upstream:
        if dict(parse_qsl(urlsplit(call.call.path).query)).get("key"):
            yield Violation("the query of the upstream's address has a key")


def _same(what: str, sent: JSON, got: JSON) -> Iterator[Violation]:
    if sent != got:
        yield Violation(f"{what} differ from the upstream's", expected=sent, got=got)


def _calls(value: JSON) -> list[Mapping[str, JSON]]:
    return [part for part in value or () if "functionCall" in part]


def _details(reply: Mapping[str, JSON], type_: str) -> list[JSON]:
    """What an upstream said in its error, as the mock's journal has it."""
    body = (reply.get("error") or {}).get("body")
    error = body.get("error") if isinstance(body, Mapping) else None
    return _of_type(error.get("details") if isinstance(error, Mapping) else None, type_)


def _of_type(details: JSON, type_: str) -> list[JSON]:
    rows = details if isinstance(details, list) else []
    return [row for row in rows if isinstance(row, Mapping) and row.get("@type") == type_]
