"""Rules of plain HTTP that hold for every answer, streamed or not."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from conformance.checks.given import seconds
from conformance.checks.registry import check
from conformance.model import End, Violation
from conformance.wire.digits import whole
from conformance.wire.view import View

_REQUEST_ID = ("x-request-id", "request-id", "x-oneapi-request-id", "x-litellm-call-id")
"""Names under which relays send a request id; SDKs read the first (openai-python 3.54)."""

_DURATION = re.compile(r"(\d+(\.\d+)?(ms|s|m|h|d))+")
"""Go-style duration of x-ratelimit-reset-* (OpenAI rate limit guide)."""


@check("http.status", given="served")
def status(view: View, *, accept: Sequence[int]) -> Iterator[Violation]:
    """The status is one of ``accept``."""
    if view.status not in accept:
        seen = f"status {view.status}" if view.status else f"no answer ({view.exchange.end})"
        wanted = " or ".join(str(one) for one in accept)
        yield Violation(f"{seen}, expected {wanted}", expected=list(accept), got=view.status)


@check("http.complete", given="served")
def complete(view: View) -> Iterator[Violation]:
    """The answer is a whole HTTP message (RFC 9112 section 8)."""
    if view.exchange.end is not End.EOF:
        yield Violation(
            f"the message is not complete: it ended with {view.exchange.end}",
            at=f"octet {len(view.exchange.octets)}",
            expected=End.EOF.value,
            got=view.exchange.end.value,
        )


@check("http.no-server-error")
def no_server_error(view: View) -> Iterator[Violation]:
    """The status is below 500: the client's mistake is not the server's."""
    if (view.status or 0) >= 500:
        yield Violation(f"status {view.status}, expected one below 500", got=view.status)


@check("http.json-type")
def json_type(view: View) -> Iterator[Violation]:
    """The content type is JSON, parameters allowed."""
    kind = view.content_type or ""
    if kind != "application/json" and not kind.endswith("+json"):
        yield Violation(
            f"content type {kind or 'absent'}, expected application/json",
            at="/headers/content-type",
            expected="application/json",
            got=kind,
        )


@check("http.identity-coding", given="ok")
def identity_coding(view: View) -> Iterator[Violation]:
    """No content coding is applied that the client did not offer (RFC 9110 section 12.5.3)."""
    coding = view.headers.get("content-encoding", "identity")
    if coding.lower() != "identity":
        yield Violation(
            f"content coding {coding} though only identity was offered",
            at="/headers/content-encoding",
            expected="identity",
            got=coding,
        )


@check("http.request-id")
def request_id(view: View) -> Iterator[Violation]:
    """The answer names its request."""
    if not any(view.headers.get(name) for name in _REQUEST_ID):
        yield Violation("no request id in the headers", at="/headers", expected="x-request-id")


@check("http.request-ids-differ", whole_run=True)
def request_ids_differ(views: Sequence[View]) -> Iterator[Violation]:
    """Two requests never share an id; requests without one are another rule's business."""
    for name in _REQUEST_ID:
        seen = [view.headers[name] for view in views if view.headers.get(name)]
        if len(set(seen)) < len(seen):
            yield Violation(f"two requests share the {name} {seen[0]}", at=f"/headers/{name}")


@check("http.retry-after", given="error")
def retry_after(view: View, *, statuses: Sequence[int]) -> Iterator[Violation]:
    """A 429 or 503 says when to come back, as seconds or an HTTP date (RFC 9110 10.2.3)."""
    if view.status not in statuses:
        return
    value = view.headers.get("retry-after")
    if value is None:
        yield Violation(f"status {view.status} without Retry-After", at="/headers")
    elif whole(value) is None and not value.endswith("GMT"):
        yield Violation(f"Retry-After {value!r} is neither seconds nor a date", got=value)


@check("http.retry-after-enough", given="deferred")
def retry_after_enough(view: View) -> Iterator[Violation]:
    """Retry-After is no shorter than what every upstream asked for: sooner is in vain.

    What the relay itself has waited counts. A date is left alone: whose clock is right is unknown.
    """
    value = whole(view.headers["retry-after"])
    least = min(filter(None, map(seconds, view.upstream)), default=0)
    if value is not None and value + math.ceil(view.exchange.duration_s) < least:
        yield Violation(
            f"Retry-After is {value}, every upstream asked for {least} or more",
            at="/headers/retry-after",
            expected=least,
            got=value,
        )


@check("http.rate-headers")
def rate_headers(view: View) -> Iterator[Violation]:
    """Rate-limit headers that are sent can be read by their documented grammar."""
    for name, value in view.headers.items():
        if not name.startswith("x-ratelimit-"):
            continue
        kind = name.removeprefix("x-ratelimit-").partition("-")[0]
        if kind in {"limit", "remaining"} and whole(value) is None:
            yield Violation(f"{name}: {value!r} is no count", at=f"/headers/{name}", got=value)
        if kind == "reset" and not (_DURATION.fullmatch(value) or whole(value) is not None):
            yield Violation(f"{name}: {value!r} is no duration", at=f"/headers/{name}", got=value)


@check("http.own-limit", given="any", whole_run=True)
def own_limit(views: Sequence[View]) -> Iterator[Violation]:
    """Among more requests than a key may send, at least one is refused with 429."""
    seen = [view.status for view in views]
    if 429 not in seen:
        yield Violation("no request over the limit was refused with 429", expected=429, got=seen)


@check("http.preflight")
def preflight(view: View) -> Iterator[Violation]:
    """A preflight needs no key (Fetch standard, CORS-preflight fetch)."""
    if view.status in {401, 403}:
        yield Violation(f"the preflight is answered with {view.status}", got=view.status)
