"""Rules of errors: what the client is told, before a stream and inside one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from conformance.checks.meant import meant
from conformance.checks.premise import not_framed
from conformance.checks.registry import check
from conformance.model import JSON, End, Violation
from conformance.wire.view import View

_TRACE = re.compile(
    r"Traceback \(most recent call last\)|File \"[^\"]+\", line \d+|panic:|goroutine \d+"
    r"|nil pointer|\bat [\w.$<>]+ ?\([^)]*:\d+(:\d+)?\)"
)
"""Stack traces of Python, Go, Node and Java."""


def error_of(view: View) -> Mapping[str, JSON]:
    """The error object of the body; empty when there is none."""
    error = view.json.get("error") if isinstance(view.json, Mapping) else None
    return error if isinstance(error, Mapping) else {}


@check("errors.word", given="error")
def word(view: View, *, accept: Sequence[str]) -> Iterator[Violation]:
    """``code`` or ``type`` is one of ``accept`` (relays put the word in either)."""
    error = error_of(view)
    if error.get("code") not in accept and error.get("type") not in accept:
        yield Violation(
            f"code {error.get('code')!r}, type {error.get('type')!r}",
            at="/error/code",
            expected=list(accept),
            got=error.get("code"),
        )


@check("errors.param", given="error")
def param(view: View, *, accept: Sequence[str]) -> Iterator[Violation]:
    """``param`` names the field at fault."""
    got = error_of(view).get("param")
    if not any(isinstance(got, str) and got.startswith(one) for one in accept):
        yield Violation(f"param is {got!r}", at="/error/param", expected=list(accept), got=got)


@check("errors.string-code", given="error")
def string_code(view: View) -> Iterator[Violation]:
    """``code`` is a string or null."""
    code = error_of(view).get("code")
    if code is not None and not isinstance(code, str):
        yield Violation(f"code is {code!r}", at="/error/code", expected="string or null", got=code)


@check("errors.status", given="answered")
def status(view: View, *, accept: Sequence[int]) -> Iterator[Violation]:
    """The status is in ``accept``: an upstream's error keeps its meaning."""
    if view.status not in accept:
        inside = " with an error inside" if view.errors else ""
        yield Violation(f"status {view.status}{inside}", expected=list(accept), got=view.status)


@check("errors.not-success", given="answered")
def not_success(view: View) -> Iterator[Violation]:
    """An error known before the first octet has an error status, stream or not."""
    if view.status is not None and view.status < 400:
        yield Violation(
            f"status {view.status} for a request that failed",
            expected="a status of 400 or more",
            got=view.status,
        )


@check("errors.told-by-status", given="answered")
def told_by_status(view: View) -> Iterator[Violation]:
    """A reply that is no answer has an error status, stream or not.

    A request that was served after all is no error; what must be refused is
    judged by rows of its own.
    """
    choices = [one for one in view.objects if isinstance(one, Mapping) and one.get("choices")]
    if view.status is not None and view.status < 400 and (view.errors or not choices):
        yield Violation(
            f"status {view.status} with {'an error' if view.errors else 'no answer'} inside",
            expected="a status of 400 or more",
            got=view.text[:200],
        )


@check("errors.kept", given="error")
def kept(view: View, *, code: JSON, param: JSON) -> Iterator[Violation]:
    """Code and param of an upstream's refusal reach the client that must act on them."""
    error = error_of(view)
    for key, said in (("code", code), ("param", param)):
        if said is not None and error.get(key) != said:
            yield Violation(
                f"{key} is {error.get(key)!r}, the upstream said {said!r}",
                at=f"/error/{key}",
                expected=said,
                got=error.get(key),
            )


@check("errors.message-kept", given="error")
def message_kept(view: View, *, message: str) -> Iterator[Violation]:
    """The upstream's reason for refusing a request is in the client's message."""
    got = error_of(view).get("message")
    if message not in str(got):
        yield Violation(
            "the upstream's reason is lost", at="/error/message", expected=message, got=got
        )


@check("errors.visible", given="any")
def visible(view: View) -> Iterator[Violation]:
    """A stream that failed does not look like one that ended well.

    Either an error event tells, or the transfer is cut so that the client's
    HTTP library does (RFC 9112 section 8). A wait that we broke off is not judged here.
    """
    if not tells(view) and view.status == 200:
        reasons = [reason for choice in view.choices.values() for reason in choice.finish_reasons]
        yield Violation(
            f"the upstream failed in mid-stream, the client sees a clean end "
            f"(finish_reason {reasons}, {view.done} [DONE])",
            expected="an error event or a cut transfer",
            got=view.text[-400:],
        )


@check("errors.no-made-up-end", given="stream")
def no_made_up_end(view: View) -> Iterator[Violation]:
    """A stream whose upstream never said why it ended is not given a reason.

    Passing the bare end on is honest: the client misses the finish reason itself.
    """
    reasons = [reason for choice in view.choices.values() for reason in choice.finish_reasons]
    if (reasons or view.done) and not view.errors:
        yield Violation(
            f"the upstream ended without a word, the client sees finish_reason {reasons} "
            f"and {view.done} [DONE]",
            expected="an error event, a cut transfer, or the bare end",
            got=view.text[-400:],
        )


@check("errors.no-silent-loss", given="any")
def no_silent_loss(view: View) -> Iterator[Violation]:
    """What cannot be passed on whole is not left out as if nothing were missing."""
    is_served = view.status == 200 and not tells(view) and not_framed(view) is None
    if is_served and view.stream_text() != meant(view).get("text"):
        yield Violation(
            "an event of the upstream is missing, and nothing tells the client",
            expected=meant(view).get("text"),
            got=view.stream_text(),
        )


@check("errors.event", given="stream")
def event(view: View) -> Iterator[Violation]:
    """A failure in mid-stream is told by an event with an error object and a message."""
    messages = [one.get("message") for one in view.errors if isinstance(one, Mapping)]
    if not any(isinstance(one, str) and one for one in messages):
        yield Violation(
            "no error event with a message",
            expected={"error": {"message": "…"}},
            got=list(view.errors) or view.text[-300:],
        )


@check("errors.not-flat", given="stream")
def not_flat(view: View) -> Iterator[Violation]:
    """An error event has its fields under ``error``: flat ones pass for a chunk."""
    for payload in view.payloads:
        if _is_flat(payload.json):
            at = f"event {payload.event.index}"
            yield Violation("a flat error event", at=at, got=payload.json)


@check("errors.no-end-after", given="stream")
def no_end_after(view: View) -> Iterator[Violation]:
    """After an error event there is neither ``[DONE]`` nor a finish reason."""
    failed = False
    for payload in view.payloads:
        if failed and payload.is_done:
            yield Violation("[DONE] after an error event", at=f"event {payload.event.index}")
        failed = failed or (isinstance(payload.json, Mapping) and bool(payload.json.get("error")))


@check("errors.ends", given="any")
def ends(view: View) -> Iterator[Violation]:
    """An upstream that falls silent does not hold the client for ever."""
    if view.exchange.end is End.TIMEOUT:
        waited = round(view.exchange.duration_s, 1)
        yield Violation(f"still waiting after {waited} s", got=waited)


@check("errors.no-canary")
def no_canary(view: View, *, canaries: Sequence[str]) -> Iterator[Violation]:
    """None of ``canaries`` is in the answer."""
    for canary in canaries:
        yield from _found(view, canary, "a text that belongs to the relay's side")


@check("errors.no-upstream-key")
def no_upstream_key(view: View) -> Iterator[Violation]:
    """The key that the relay uses upstream is not in the answer."""
    for key in {_token(call.headers.get("authorization", "")) for call in view.upstream}:
        yield from _found(view, key, "the upstream's key")


@check("errors.no-upstream-address")
def no_upstream_address(view: View) -> Iterator[Violation]:
    """The upstream's address is not in the answer.

    The headers of a success are no word of a failure: a relay may name its upstream
    there for the client's use.
    """
    is_served = 200 <= (view.status or 0) < 300
    for host in {call.headers.get("host", "") for call in view.upstream}:
        yield from _found(view, host, "the upstream's address", headers=not is_served)


@check("errors.no-trace", given="error")
def no_trace(view: View) -> Iterator[Violation]:
    """The answer holds no stack trace."""
    trace = _TRACE.search(view.text)
    if trace:
        yield Violation("a stack trace", at=f"octet {trace.start()}", got=trace.group()[:200])


@check("errors.own-limit-json", given="any")
def own_limit_json(view: View) -> Iterator[Violation]:
    """A refusal by the relay's own limit says so in the dialect's envelope."""
    if view.status == 429 and not isinstance(error_of(view).get("message"), str):
        yield Violation("a 429 without an error object", at="/error", got=view.text[:200])


@check("errors.allow", given="error")
def allow(view: View) -> Iterator[Violation]:
    """A 405 names the methods that are allowed."""
    if view.status == 405 and "allow" not in view.headers:
        yield Violation("405 without Allow", at="/headers", expected="Allow: POST")


def tells(view: View) -> bool:
    """Whether the client can know of a failure: by an event, or by a transfer without end."""
    if view.errors or view.exchange.end is not End.EOF:
        return True
    return any(_is_flat(payload.json) for payload in view.payloads)


def _is_flat(value: JSON) -> bool:
    """An error whose fields stand at the top, as openai-python takes it for a chunk."""
    if not isinstance(value, Mapping) or "choices" in value or "error" in value:
        return False
    return isinstance(value.get("message"), str)


def _token(authorization: str) -> str:
    return authorization.rpartition(" ")[2]


def _found(view: View, text: str, what: str, *, headers: bool = True) -> Iterator[Violation]:
    if not text:
        return
    if text in view.text:
        yield Violation(f"the body holds {what}", at=f"octet {view.text.index(text)}", got=text)
    for name, value in view.headers.items() if headers else ():
        if text in value:
            yield Violation(f"the header {name} holds {what}", at=f"/headers/{name}", got=text)
