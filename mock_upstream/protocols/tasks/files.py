"""The files that tasks make: real pictures, songs and films, each by its name.

Rules of this file: the name decides every octet, so that a digest can be told
before anybody asks for the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from mock_upstream.jsontext import JSON
from mock_upstream.media.film import mp4
from mock_upstream.media.pictures import PAINTERS
from mock_upstream.media.sound import mp3
from mock_upstream.protocols.openai import said
from mock_upstream.protocols.openai.images import FILES as PICTURES
from mock_upstream.protocols.openai.images import NAME as PICTURE
from mock_upstream.protocols.openai.said import Asked, Said
from mock_upstream.reply import Failure

__all__ = ["FOLDERS", "digests", "octets_of", "show"]

AUDIO, VIDEO = FOLDERS = "/files/audio/", "/files/video/"
_NAME = re.compile(r"([0-9a-f]{16})\.(mp3|mp4)")
_URL = re.compile(r"https?://[^/]+/v1(/files/[a-z]+/[^/?#]+)")
_SONG_FRAMES = 100
"""Of 20 ms each."""


def show(asked: Asked) -> Said | Failure:
    """The song or the film that a link of the mock leads to."""
    octets = octets_of(asked.path)
    if octets is None:
        return said.no_such_file(asked.path)
    kind = "audio/mpeg" if asked.path.startswith(AUDIO) else "video/mp4"
    return Said(said.body(asked, octets, kind), {"sha256": said.sha256(octets)})


def octets_of(path: str) -> bytes | None:
    """The file at ``path``; ``None`` where there is none."""
    folder = next((one for one in _MAKERS if path.startswith(one)), "")
    return _MAKERS[folder](path.removeprefix(folder)) if folder else None


def digests(value: JSON) -> dict[str, str]:
    """The SHA-256 of each file of the mock that ``value`` holds an address of."""
    found = ((url, _URL.fullmatch(url)) for url in _texts(value))
    octets = {url: octets_of(match[1]) for url, match in found if match}
    return {url: said.sha256(one) for url, one in octets.items() if one is not None}


def _texts(value: JSON) -> Iterator[str]:
    """Every text in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list):
        for item in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(item)


def _picture(name: str) -> bytes | None:
    match = PICTURE.fullmatch(name)
    if match is None:
        return None
    number, width, height, form = match.groups()
    return PAINTERS[form](int(number, 16), max(1, int(width)), max(1, int(height)))


def _song(name: str) -> bytes | None:
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    number = int(match[1], 16)
    return b"".join(mp3(_SONG_FRAMES + number % 50))


def _film(name: str) -> bytes | None:
    match = _NAME.fullmatch(name)
    return mp4(int(match[1], 16)) if match else None


_MAKERS: Mapping[str, Callable[[str], bytes | None]] = MappingProxyType(
    {PICTURES: _picture, AUDIO: _song, VIDEO: _film}
)
"""Folder -> who makes what is in it."""
