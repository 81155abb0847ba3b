"""A JSON body is no proper JSON text."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from mock_upstream import jsontext
from mock_upstream.errors import FaultError
from mock_upstream.faults.base import head_of
from mock_upstream.faults.body import ODD
from mock_upstream.frames import Abort, AbortKind, Data, Frames, Head, Pause, body_of


def test_half_of_the_json_is_a_complete_message(
    whole: Frames, strike: Callable[..., Frames]
) -> None:
    """The length tells of the octets sent, as nothing overrides it."""
    frames = strike(whole, "body.truncated_json")

    assert body_of(whole)[:11] == body_of(frames)
    assert (len(frames), head_of(frames).length) == (2, None)


@pytest.mark.parametrize("ending", ["fin", "rst"])
def test_the_message_is_cut_short(
    ending: str, whole: Frames, strike: Callable[..., Frames]
) -> None:
    """The length tells of the whole body, of which a part arrives."""
    frames = strike(whole, "body.truncated_json", {"octet": 5}, ending=ending)

    assert (body_of(frames), head_of(frames).length) == (b'{"id"', 22)
    assert Abort(AbortKind(ending)) == frames[-1]


def test_a_key_is_written_twice(whole: Frames, strike: Callable[..., Frames]) -> None:
    """A reader that keeps the last value sees nothing."""
    frames = strike((whole[0], Pause(1.0), *whole[1:]), "body.duplicate_keys")

    assert body_of(frames) == b'{"model":null,"id":"c","model":"m"}'
    assert json.loads(body_of(frames)) == json.loads(body_of(whole))
    assert Pause(1.0) == frames[1]


def test_a_key_that_is_missing_cannot_be_doubled(
    whole: Frames, strike: Callable[..., Frames]
) -> None:
    """The message names it."""
    with pytest.raises(FaultError, match="no key 'usage'"):
        strike(whole, "body.duplicate_keys", key="usage")


@pytest.mark.parametrize("name", ["body.duplicate_keys", "body.truncated_json"])
def test_a_reply_without_body_is_refused(name: str, strike: Callable[..., Frames]) -> None:
    """There is nothing to harm."""
    with pytest.raises(FaultError, match="no body"):
        strike((Head(200), Data(b"1")), name)


@pytest.mark.parametrize("form", sorted(ODD))
def test_json_is_written_oddly(form: str, whole: Frames, strike: Callable[..., Frames]) -> None:
    """A strict reader refuses it, or gets the same keys and perhaps one more."""
    octets = body_of(strike(whole, "body.odd_json", form=form))

    allowed = form in {"lone_surrogate", "huge_number", "leading_space"}
    assert octets != body_of(whole)
    try:
        value = jsontext.loads(octets)
    except ValueError:
        assert not allowed
    else:
        assert allowed
        assert value.items() >= {"id": "c", "model": "m"}.items()


def test_only_an_object_is_written_oddly(whole: Frames, strike: Callable[..., Frames]) -> None:
    """A list is refused."""
    with pytest.raises(FaultError, match="no JSON object"):
        strike((whole[0], Data(b"[1,2]")), "body.odd_json")
