"""Files of tasks are made by their names."""

from __future__ import annotations

import pytest

from mock_upstream.frames import Head, body_of
from mock_upstream.protocols.openai.said import Asked, Said, sha256
from mock_upstream.protocols.tasks import files

NAME = "0123456789abcdef"


@pytest.mark.parametrize(
    ("path", "kind", "begins"),
    [
        (f"/files/audio/{NAME}.mp3", "audio/mpeg", b"\xff\xf3"),
        (f"/files/video/{NAME}.mp4", "video/mp4", b"\x00\x00\x00\x1cftyp"),
    ],
)
def test_a_link_leads_to_a_real_file(path: str, kind: str, begins: bytes) -> None:
    """With its media type, and the digest noted."""
    shown = files.show(Asked(path=path))

    assert isinstance(shown, Said)
    assert isinstance(shown.frames[0], Head)
    assert ("content-type", kind) in shown.frames[0].headers
    assert body_of(shown.frames).startswith(begins)
    assert shown.summary == {"sha256": sha256(body_of(shown.frames))}


@pytest.mark.parametrize(
    "path", ["/files/audio/x.mp3", "/files/video/x.mp4", "/files/images/x.png", "/x"]
)
def test_no_file_is_none(path: str) -> None:
    """A link to it is a 404."""
    assert files.octets_of(path) is None
    assert getattr(files.show(Asked(path=path)), "status", None) == 404


def test_digests_are_told_of_every_link() -> None:
    """Wherever it stands; other addresses are left out."""
    picture = f"http://mock:1/v1/files/images/{NAME}-8x8.png"
    song = f"http://mock:1/v1/files/audio/{NAME}.mp3"
    value = {
        "a": [{"b": picture}, song],
        "c": "http://x/y",
        "d": "http://mock:1/v1/files/audio/x",
        "e": 3,
    }

    found = files.digests(value)

    assert set(found) == {picture, song}
    assert found[song] == sha256(files.octets_of(f"/files/audio/{NAME}.mp3") or b"")
