"""The credentials that a client sent, wherever it sent them.

Rules of this file: a key that the recorder knows by its place only is none that
can be looked for.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from conformance.wire.view import View

MASK = "[redacted]"
"""What the recorder leaves of a credential that it knows by its place only."""


def client_keys(view: View) -> list[str]:
    """The keys that the client sent, in any place: themselves, or the names that the recorder gave.

    A credential of which the record has only the place is none of them.
    """
    sent = view.request_headers
    query = dict(parse_qsl(urlsplit(view.exchange.request.url).query))
    shown = [
        sent.get("authorization", "").partition(" ")[2],
        sent.get("x-api-key", ""),
        sent.get("x-goog-api-key", ""),
        sent.get("mj-api-secret", ""),
        query.get("key", ""),
    ]
    return [key for key in shown if key not in {"", MASK}]
