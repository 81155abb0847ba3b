"""One free request that decides whether judging makes sense at all.

Rules of this file: asks for the list of models, which costs nothing. What it
finds out is a sentence for the user, never a finding about the relay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.background import LoopThread
from conformance.errors import SetupError, UsageError
from conformance.model import End, Exchange, RequestSpec
from conformance.session.engine import secrets_of
from conformance.transport.client import Client
from conformance.transport.redact import Redactor

if TYPE_CHECKING:
    from conformance.model import Headers
    from conformance.rigs import Rig

REFUSED = frozenset({401, 403})


def ask(rig: Rig, timeout_s: float) -> tuple[Exchange, int]:
    """The answer of the relay to ``GET /models``, and how many requests it took.

    Some relays serve chat to a key that may not list models: a refusal counts
    only when an empty chat request, which costs nothing either, is refused too.
    """
    key = rig.lanes[0].api_key
    headers: Headers = (("authorization", f"Bearer {key}"),) if key else ()
    json_headers = (*headers, ("content-type", "application/json"))

    async def send() -> tuple[Exchange, int]:
        redactor = Redactor(secrets_of(rig))
        async with Client(rig.base_url, timeout_s=timeout_s, redactor=redactor) as client:
            listed = await client.send(
                RequestSpec("GET", "/models", headers), probe="preflight", exchange_id="preflight"
            )
            if listed.status not in REFUSED:
                return listed, 1
            empty = RequestSpec("POST", "/chat/completions", json_headers, b"{}")
            again = await client.send(empty, probe="preflight", exchange_id="preflight")
            return again, 2

    with LoopThread("relay-conformance-preflight") as loop:
        return loop.run(send())


def check(exchange: Exchange, rig: Rig) -> None:
    """Return when the relay is there and lets us in.

    Raises :class:`UsageError` for a host that does not exist, and
    :class:`SetupError` for everything else that makes a verdict impossible.
    """
    url, detail = rig.base_url, exchange.end_detail or exchange.end.value
    if exchange.end is End.UNRESOLVED:
        raise UsageError(f"no such host: {url}; check the base URL")
    if exchange.end is End.REFUSED:
        raise SetupError(f"nothing listens at {url}; start the relay or check the base URL")
    if exchange.end is End.UNREACHABLE:
        raise SetupError(f"no connection to {url}: {detail}")
    if exchange.status is None and exchange.end is End.TIMEOUT:
        raise SetupError(f"{url} gave no answer within {exchange.duration_s:.0f} s")
    if exchange.status is None:
        raise SetupError(f"{url} does not speak HTTP as expected: {detail}")
    if exchange.status in REFUSED:
        raise SetupError(_refused(exchange, rig))


def _refused(exchange: Exchange, rig: Rig) -> str:
    """Who is refused, and which key to change where."""
    lane, url = rig.lanes[0], rig.base_url
    is_ours = lane.session is None
    where = "OPENAI_API_KEY" if is_ours else lane.api_key_env or f"api_key of {lane.name!r}"
    if lane.api_key is None:
        return f"{url} asks for a key (status {exchange.status}); set {where}"
    return f"{url} refuses the key with status {exchange.status}; set {where}"
