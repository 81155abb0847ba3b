"""A JSON body that is no proper JSON text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from random import Random
from types import MappingProxyType
from typing import Literal

from mock_upstream import jsontext
from mock_upstream.errors import FaultError
from mock_upstream.faults.base import At, Fault, Phase, head_of
from mock_upstream.faults.events import with_body
from mock_upstream.faults.headers import with_head
from mock_upstream.frames import Abort, AbortKind, Data, Frames, body_of

__all__ = ["DuplicateKeys", "OddJson", "TruncatedJson"]

ODD: Mapping[str, Callable[[bytes], bytes]] = MappingProxyType(
    {
        "nan": lambda octets: b'{"score":NaN,' + octets[1:],
        "infinity": lambda octets: b'{"score":-Infinity,' + octets[1:],
        "bad_utf8": lambda octets: b'{"note":"\xff\xfe",' + octets[1:],
        "control": lambda octets: b'{"note":"a\x01b",' + octets[1:],
        "lone_surrogate": lambda octets: b'{"note":"\\ud83d",' + octets[1:],
        "huge_number": lambda octets: b'{"score":1e999,' + octets[1:],
        "comma": lambda octets: octets[:-1] + b",}",
        "comment": lambda octets: b"/* ok */" + octets,
        "single_quotes": lambda octets: octets.replace(b'"', b"'"),
        "trailing_garbage": lambda octets: octets + b"\n<!-- served by a3 -->",
        "two_objects": lambda octets: octets + b"\n" + octets,
        "bom": lambda octets: b"\xef\xbb\xbf" + octets,
        "leading_space": lambda octets: b"\r\n\r\n " + octets,
    }
)
"""What becomes of the text of an object."""


def _body(frames: Frames) -> bytes:
    """The body octets. Raises FaultError when there are too few to harm."""
    octets = body_of(frames)
    if len(octets) < 2:
        raise FaultError("the reply has no body")
    return octets


@dataclass(frozen=True, slots=True)
class TruncatedJson(Fault):
    """The JSON text stops at ``at`` (default: half of it).

    ``ending`` says how: a complete HTTP message whose JSON is incomplete, or
    a message cut short by FIN or RST.
    """

    ending: Literal["complete", "fin", "rst"] = "complete"

    name = "body.truncated_json"
    phase = Phase.END
    exclusive = ("the JSON body", "the coding")
    takes_place = True
    needs = "json"
    ends = True

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The first octets, then the ending."""
        octets = _body(frames)
        place = at or At(octet=len(octets) // 2)
        before, _ = place.split(frames)
        kept = body_of(before)
        if self.ending == "complete":
            return (*(frame for frame in before if not isinstance(frame, Data)), Data(kept))
        whole = replace(head_of(frames), length=len(octets))
        return (*with_head(before, whole), Abort(AbortKind(self.ending)))


@dataclass(frozen=True, slots=True)
class DuplicateKeys(Fault):
    """The JSON object has ``key`` twice; the first value is null, the last the true one."""

    key: str = "model"

    name = "body.duplicate_keys"
    phase = Phase.FRAMES
    exclusive = ("the JSON body",)
    needs = "json"

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same object with one key more."""
        octets = _body(frames)
        value = jsontext.loads(octets)
        if not isinstance(value, dict) or self.key not in value:
            raise FaultError(f"the body has no key {self.key!r}", pointer="/key")
        return with_body(frames, b"{" + jsontext.dumps(self.key) + b":null," + octets[1:])


@dataclass(frozen=True, slots=True)
class OddJson(Fault):
    """The body is an object in a text that JSON does not allow, or that readers trip over.

    Allowed after all: ``lone_surrogate``, ``huge_number``, ``leading_space``, and ``bom`` by some.
    """

    form: Literal[
        "nan",
        "infinity",
        "bad_utf8",
        "control",
        "lone_surrogate",
        "huge_number",
        "comma",
        "comment",
        "single_quotes",
        "trailing_garbage",
        "two_objects",
        "bom",
        "leading_space",
    ] = "nan"

    name = "body.odd_json"
    phase = Phase.FRAMES
    exclusive = ("the JSON body",)
    needs = "json"

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same object, written oddly."""
        octets = _body(frames)
        if not (octets.startswith(b'{"') and octets.endswith(b"}")):
            raise FaultError("the body is no JSON object")
        return with_body(frames, ODD[self.form](octets))
