"""Rules for a relay as an HTTP intermediary: what belongs to one connection stays there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from conformance.checks.registry import check
from conformance.model import End, Violation
from conformance.wire import coding as codings
from conformance.wire.view import View

_GZIP = b"\x1f\x8b\x08"


@check("hops.request", given="forwarded")
def request(view: View, *, names: Sequence[str]) -> Iterator[Violation]:
    """None of the client's headers ``names`` reaches the upstream; the relay's own may."""
    sent = view.request_headers
    for call in view.upstream:
        for name in names:
            if name in sent and call.headers.get(name) == sent[name]:
                yield Violation(f"the upstream got the client's {name}", got=sent[name])


@check("hops.answer", given="ok")
def answer(view: View, *, names: Sequence[str]) -> Iterator[Violation]:
    """None of the headers ``names``, which the upstream sent, is in the answer."""
    for name in names:
        if name in view.headers:
            yield Violation(
                f"the upstream's {name} reaches the client",
                at=f"/headers/{name}",
                got=view.headers[name],
            )


@check("hops.host", given="forwarded")
def host(view: View) -> Iterator[Violation]:
    """The upstream is called by a host of its own, not by the relay's."""
    asked = urlsplit(view.exchange.request.url).netloc.lower()
    for call in view.upstream:
        if call.headers.get("host", "").lower() == asked:
            yield Violation("the upstream is called by the relay's Host", got=asked)


@check("hops.no-redirect")
def no_redirect(view: View) -> Iterator[Violation]:
    """The answer does not send the client elsewhere."""
    if 300 <= (view.status or 0) < 400:
        yield Violation(
            f"status {view.status} sends the client to an address of the upstream's",
            expected="an answer or an error",
            got=view.headers.get("location"),
        )


@check("hops.coding")
def coding(view: View) -> Iterator[Violation]:
    """The body has the content coding that the header names, and no other."""
    said = view.headers.get("content-encoding", "identity")
    if view.coding_note is not None:
        yield Violation(
            f"the header names {said}, the body is not so: {view.coding_note}",
            at="/headers/content-encoding",
            got=said,
        )
    elif _is_compressed(view.octets):
        yield Violation(
            f"the body is compressed beyond what the header names ({said})",
            at="/headers/content-encoding",
            got=said,
        )


def _is_compressed(octets: bytes) -> bool:
    """Gzip has a mark; Brotli has none, but what is no text and can be undone to its end is it."""
    if octets.startswith(_GZIP):
        return True
    plain, note = codings.undo(octets, "br")
    return bool(plain) and note is None and "\ufffd" in octets.decode(errors="replace")


@check("hops.size", given="any")
def size(view: View) -> Iterator[Violation]:
    """A large request is answered, or refused with a JSON error that is no 404 and no 5xx."""
    octets = len(view.exchange.request.body)
    status = view.status or 0
    if view.exchange.end not in {End.EOF, End.LEFT}:
        yield Violation(f"{octets} octets: the connection ended with {view.exchange.end}")
    elif status == 404 or status >= 500:
        yield Violation(f"{octets} octets are answered with status {status}", got=status)
    elif status == 413 and view.json_error:
        yield Violation(f"{octets} octets are refused without a JSON error", got=view.text[:200])
