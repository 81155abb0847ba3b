"""What pictures and sound have in common: a sound request is served at all."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.registry import check
from conformance.model import Violation
from conformance.wire.view import View


@check("media.served", given="served")
def served(view: View, *, streams: bool = False, empty: bool = False) -> Iterator[Violation]:
    """A sound request is answered with 200, whole, and with no page; in events when asked.

    What was heard in a recording may be nothing: then ``empty`` is no fault.
    """
    is_page = view.content_type == "text/html"
    is_whole = view.exchange.end.value == "eof" and (empty or bool(view.octets))
    if view.status != 200 or is_page or not is_whole:
        yield Violation(
            f"status {view.status}, {view.content_type}, ended with {view.exchange.end.value}",
            expected="a whole 200",
            got=view.text[:200],
        )
    elif streams != view.is_event_stream:
        yield Violation(f"{view.content_type}, asked was stream={streams}", got=view.content_type)
