"""Rules of cross-origin requests (Fetch standard, CORS protocol), as browsers apply them."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.registry import check
from conformance.model import Violation
from conformance.wire.view import View


@check("cors.preflight")
def preflight(view: View) -> Iterator[Violation]:
    """The preflight lets the request through with every header that it asks for.

    ``*`` covers all headers but ``Authorization``.
    """
    status = view.status or 0
    if not 200 <= status < 300:
        yield Violation(f"the preflight is answered with {status}, no 2xx", got=status)
        return
    yield from _origin(view)
    allowed = _names(view.headers.get("access-control-allow-headers", ""))
    for name in sorted(_names(view.request_headers.get("access-control-request-headers", ""))):
        if name not in allowed and ("*" not in allowed or name == "authorization"):
            yield Violation(
                f"the preflight does not allow the header {name}",
                at="/headers/access-control-allow-headers",
                expected=name,
                got=view.headers.get("access-control-allow-headers"),
            )


@check("cors.shared")
def shared(view: View) -> Iterator[Violation]:
    """A page of another origin may read the answer, be it an error."""
    yield from _origin(view)


@check("cors.not-reflected")
def not_reflected(view: View) -> Iterator[Violation]:
    """No origin that nobody knows is let in with credentials."""
    origin = view.headers.get("access-control-allow-origin", "")
    allows = view.headers.get("access-control-allow-credentials", "").lower() == "true"
    if allows and origin == view.request_headers.get("origin", ""):
        yield Violation(
            f"the origin {origin} is let in by name, with credentials",
            at="/headers/access-control-allow-origin",
            got=origin,
        )


def _origin(view: View) -> Iterator[Violation]:
    origin = view.headers.get("access-control-allow-origin")
    if origin not in {"*", view.request_headers.get("origin", "")}:
        yield Violation(
            f"status {view.status}: Access-Control-Allow-Origin is {origin or 'absent'}",
            at="/headers/access-control-allow-origin",
            expected="* or the origin",
            got=origin,
        )


def _names(value: str) -> set[str]:
    return {one.strip().lower() for one in value.split(",")} - {""}
