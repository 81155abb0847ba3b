"""Rules that only a suite behind the relay can judge: what was sent upstream.

Rules of this file: wired runs only; the mock's journal is the evidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import inf

from conformance.checks import forms
from conformance.checks.keys import client_keys
from conformance.checks.registry import check
from conformance.model import JSON, UpstreamCall, Violation
from conformance.wire.view import View


@check("upstream.calls", given="any")
def calls(view: View, *, expected: Mapping[str, int]) -> Iterator[Violation]:
    """Each upstream named in ``expected`` is called that often."""
    for name, count in expected.items():
        seen = sum(call.call.upstream == name for call in view.upstream)
        if seen != count:
            yield Violation(
                f"{name} was called {seen} times, expected {count}", expected=count, got=seen
            )


@check("upstream.most-calls", given="any")
def most_calls(view: View, *, most: int) -> Iterator[Violation]:
    """One request makes a bounded number of calls."""
    if len(view.upstream) > most:
        yield Violation(
            f"{len(view.upstream)} calls for one request", expected=most, got=len(view.upstream)
        )


@check("upstream.fields", given="forwarded")
def fields(view: View, *, keys: Sequence[str]) -> Iterator[Violation]:
    """Each of ``keys`` reaches the upstream with the value that the client sent.

    Inside a value a key with null and no key at all mean the same to an upstream.
    """
    asked, _ = view.request_json
    got = view.upstream[-1].json if view.upstream else None
    if not isinstance(got, Mapping):
        yield Violation("no JSON request reached the upstream")
        return
    for key in keys:
        if key not in got:
            yield Violation(f"{key} is lost", at=f"/{key}", expected=asked[key])
        elif _without_nulls(got[key]) != _without_nulls(asked[key]):
            yield Violation(f"{key} is changed", at=f"/{key}", expected=asked[key], got=got[key])


@check("upstream.every-field", given="forwarded")
def every_field(view: View) -> Iterator[Violation]:
    """Each field but the model, which a relay may call by another name, reaches the upstream."""
    asked, _ = view.request_json
    keys = [key for key in asked if key != "model"] if isinstance(asked, Mapping) else []
    yield from fields(view, keys=keys)


@check("upstream.replayed", given="forwarded")
def replayed(view: View) -> Iterator[Violation]:
    """Each upstream that is tried gets all that the client asked, not the first one alone."""
    asked, _ = view.request_json
    for place, call in enumerate(view.upstream):
        where = f"call {place + 1}, to {call.call.upstream}"
        if not isinstance(asked, Mapping):
            yield from _same_form(view, call.call, where)
            continue
        got = call.json if isinstance(call.json, Mapping) else {}
        for key in _CONTENT & set(asked):
            if got.get(key) != asked[key]:
                size = f"{len(str(got.get(key, '')))} of {len(str(asked[key]))} characters"
                yield Violation(f"{where}: {key} is not the client's ({size})", at=f"/{key}")


def _same_form(view: View, call: UpstreamCall, where: str) -> Iterator[Violation]:
    wanted = forms.content(view.exchange.request.headers, view.exchange.request.body)
    got = forms.content(call.headers, call.body)
    if any(part not in got[kind] for kind, parts in wanted.items() for part in parts):
        yield Violation(f"{where}: the form is not the client's", expected=wanted, got=got)


_CONTENT = {"messages", "prompt", "input"}
"""The keys that carry what a client wants to be worked on."""


@check("upstream.rests", given="answered", whole_run=True)
def rests(views: Sequence[View], *, upstream: str) -> Iterator[Violation]:
    """``upstream`` is not called before its Retry-After has passed, by the mock's clock."""
    until = -inf
    for place, view in enumerate(views):
        for call in (one.call for one in view.upstream if one.call.upstream == upstream):
            if call.arrived_s < until:
                early = f"{until - call.arrived_s:.1f} s before the end of its rest"
                yield Violation(f"{upstream} is called {early}", exchange=place)
            until = max(until, call.arrived_s + _retry_after_s(call))


def _retry_after_s(call: UpstreamCall) -> float:
    values = [value for name, value in call.reply_headers if name.lower() == "retry-after"]
    return float(values[0]) if values and values[0].isdecimal() else -inf


@check("upstream.returns", given="answered", whole_run=True)
def returns(views: Sequence[View], *, upstream: str, place: int) -> Iterator[Violation]:
    """``upstream`` is called for the request at ``place``."""
    if all(call.call.upstream != upstream for call in views[place].upstream):
        yield Violation(f"{upstream} is not called again", exchange=place)


@check("upstream.recovers", given="answered", whole_run=True)
def recovers(views: Sequence[View]) -> Iterator[Violation]:
    """The last request is served: what went wrong before it is over."""
    status = views[-1].status
    if status != 200:
        found = f"a request after the failure is answered {status}"
        yield Violation(found, expected=200, got=status, exchange=len(views) - 1)


@check("upstream.field-or-refusal")
def field_or_refusal(view: View, *, key: str) -> Iterator[Violation]:
    """``key`` is forwarded as it is, or the request is refused; it is never dropped."""
    if (view.status or 0) < 400:
        yield from fields(view, keys=[key])


@check("upstream.no-client-key", given="keyed")
def no_client_key(view: View) -> Iterator[Violation]:
    """The client's key stays with the relay.

    The key is compared as recorded: itself, or the name that the recorder put in its place.
    """
    for key in client_keys(view):
        for call in view.upstream:
            for name, value in call.headers.items():
                if key in value:
                    yield Violation(f"the upstream got the client's key in {name}", got=name)
            if key.encode() in call.call.body:
                yield Violation("the upstream got the client's key in the body")


@check("upstream.answers", given="framed")
def answers(view: View, *, upstream: str) -> Iterator[Violation]:
    """The client holds the whole answer of the upstream that is healthy."""
    meant = [c.call.reply.get("text") for c in view.upstream if c.call.upstream == upstream]
    if view.status != 200 or not meant or view.stream_text() != meant[-1]:
        yield Violation(
            f"the answer is not that of {upstream} (status {view.status})",
            expected=meant[-1] if meant else f"a call to {upstream}",
            got=view.stream_text() or view.text[:300],
        )


@check("upstream.one-voice", given="legible-stream")
def one_voice(view: View) -> Iterator[Violation]:
    """The text is the beginning of one upstream's answer, never two of them."""
    meant = [str(call.call.reply.get("text", "")) for call in view.upstream]
    text = view.stream_text()
    if not any(one.startswith(text) for one in meant):
        yield Violation("the text is spliced from two answers", expected=meant, got=text)


@check("upstream.released", given="any")
def released(view: View) -> Iterator[Violation]:
    """When the client leaves, the relay closes its request to the upstream."""
    for call in view.upstream:
        if call.call.closed != "relay":
            yield Violation(
                f"the upstream went on to the end ({call.call.octets_sent} octets)",
                expected="closed by the relay",
                got=call.call.closed,
            )


def _without_nulls(value: JSON) -> JSON:
    if isinstance(value, Mapping):
        return {key: _without_nulls(item) for key, item in value.items() if item is not None}
    return [_without_nulls(item) for item in value] if isinstance(value, list) else value
