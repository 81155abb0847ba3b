"""The command that repeats a request.

Rules of this file: pure; every word is quoted for a POSIX shell; a secret key
is ``$OPENAI_API_KEY``, keys that rigs and probes made up stand as they are.
"""

from __future__ import annotations

import base64
import re
import shlex

from conformance.model import Exchange, RequestSpec, SentRequest
from conformance.transport.redact import CREDENTIAL_HEADERS, PLAIN_PREFIXES
from conformance.wire import jsontext

__all__ = ["MAX_INLINE", "curl"]

MAX_INLINE = 8192
"""Octets of a body on the command line; longer ones go through standard input."""

_OWN = frozenset(
    {"host", "content-length", "transfer-encoding", "connection", "accept-encoding", "user-agent"}
)
_CREDENTIAL = re.compile(r"(?i)(bearer\s+|basic\s+)?(.*)", re.DOTALL)
_KEY = '"$OPENAI_API_KEY"'


def curl(source: Exchange | SentRequest | RequestSpec, *, base_url: str = "") -> str:
    """A shell command for the request of ``source``: one line, unless the body is huge or binary.

    ``base_url`` goes before the path of a RequestSpec, which has none of its own.
    """
    request = _sent(source, base_url)
    words = ["curl", "-sS", "-i", *(["-N"] if _streams(request) else [])]
    words += [] if request.method == "GET" else ["-X", shlex.quote(request.method)]
    words += ["--globoff", "--path-as-is"] if re.search(r"[\[\]{}]|/\.", request.url) else []
    words.append(shlex.quote(request.url))
    for name, value in request.headers:
        if name.lower() not in _OWN:
            words += ["-H", _header(name, value)]
    if request.body and "content-type" not in {name.lower() for name, _ in request.headers}:
        words += ["-H", "'Content-Type:'"]  # curl would call the body a form
    return _with_body(" ".join(words), request.body)


def _sent(source: Exchange | SentRequest | RequestSpec, base_url: str) -> SentRequest:
    if isinstance(source, Exchange):
        return source.request
    if isinstance(source, SentRequest):
        return source
    url = f"{base_url.rstrip('/')}/{source.path.removeprefix('/')}"
    return SentRequest(source.method, url, source.headers, source.body or b"")


def _streams(request: SentRequest) -> bool:
    try:
        body = jsontext.loads(request.body)
    except jsontext.JsonTextError:
        return False
    return isinstance(body, dict) and body.get("stream") is True


def _header(name: str, value: str) -> str:
    if not value:
        return shlex.quote(f"{name};")  # curl's way to send an empty header
    if name.lower() not in CREDENTIAL_HEADERS - {"cookie", "set-cookie"}:
        return shlex.quote(f"{name}: {value}")
    match = _CREDENTIAL.fullmatch(value)
    scheme, key = (match[1] or "", match[2]) if match else ("", value)
    if not key or key.startswith(PLAIN_PREFIXES):
        return shlex.quote(f"{name}: {value}")
    return shlex.quote(f"{name}: {scheme}") + _KEY


def _with_body(command: str, body: bytes) -> str:
    if not body:
        return command
    text = _plain_text(body)
    if text is None:
        coded = base64.encodebytes(body).decode("ascii")
        return f"base64 -d <<'EOF' | {command} --data-binary @-\n{coded}EOF"
    if len(body) <= MAX_INLINE:
        return f"{command} --data-raw {shlex.quote(text)}"
    end = "EOF"
    while end in text.split("\n"):
        end += "_"
    return f"{command} --data-binary @- <<'{end}'\n{text}\n{end}"


def _plain_text(body: bytes) -> str | None:
    """The body as text that a terminal carries unharmed; None when there is none."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if all(char.isprintable() or char in "\n\t" for char in text) else None
