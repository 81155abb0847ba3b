"""What no honest relay does with a request, for the defects that do it.

Rules of this file: reached through a ``Switch`` only; nothing here fails a request.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import unquote

import aiohttp

from conformance.model import JSON
from conformance.relay.endpoints import Endpoint, Takes

__all__ = ["climbs", "fetch_pictures", "is_loose", "passage", "plain", "urls"]

_FETCH_S = 2.0
_CHAT = "/v1/chat/completions"
_SLASHES = re.compile("/+")


def climbs(path: str) -> bool:
    """Whether the path has a segment that leads upwards, in whatever spelling."""
    return ".." in unquote(path).split("/")


def passage(path: str, method: str) -> Endpoint:
    """Return a row that sends the path to the upstream as it is."""
    return Endpoint(path, (method,), takes=Takes.NOTHING, default_model="")


def is_loose(path: str) -> bool:
    """Whether the path is another spelling of that of chat completions."""
    return path != _CHAT and plain(path) == _CHAT


def plain(path: str) -> str:
    """Return the path in lower case, with single slashes and none at its end."""
    return _SLASHES.sub("/", path).rstrip("/").lower()


async def fetch_pictures(session: aiohttp.ClientSession, body: JSON) -> None:
    """Fetch each picture that the body names, and forget it."""
    timeout = aiohttp.ClientTimeout(total=_FETCH_S)
    for url in urls(body):
        with suppress(aiohttp.ClientError, TimeoutError, ValueError):
            async with session.get(url, timeout=timeout) as response:
                await response.read()


def urls(value: JSON) -> Iterator[str]:
    """Yield the addresses on the web under ``image_url``, at any depth."""
    for key, item in value.items() if isinstance(value, dict) else ():
        named = item.get("url") if isinstance(item, dict) else item
        if key == "image_url" and isinstance(named, str) and named.startswith("http"):
            yield named
        else:
            yield from urls(item)
    for item in value if isinstance(value, list) else ():
        yield from urls(item)
