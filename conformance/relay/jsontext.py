"""JSON texts as the relay reads and writes them.

Rules of this file: what is read is standard JSON only (no ``NaN``, no infinite
numbers); what is written is UTF-8 without needless escapes or spaces.
"""

from __future__ import annotations

import json
import math
from typing import NoReturn

from conformance.model import JSON

__all__ = ["decode", "dump", "encode"]


def decode(text: str | bytes, *, refuse_duplicates: bool = False) -> JSON:
    """Return the value of a JSON text. Raises ValueError when it is none.

    Of two members with the same name the last one counts, unless refused.
    """
    decoder = _STRICT if refuse_duplicates else _LENIENT
    try:
        return decoder.decode(text if isinstance(text, str) else text.decode())
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def dump(value: JSON) -> str:
    """Return the JSON text of a value; lone surrogates stay escaped."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    if text.isascii() or _is_encodable(text):
        return text
    return json.dumps(value, allow_nan=False, separators=(",", ":"))


def encode(value: JSON) -> bytes:
    """Return the JSON text of a value in UTF-8."""
    return dump(value).encode()


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("number out of range")
    return number


def _unique(pairs: list[tuple[str, JSON]]) -> dict[str, JSON]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("two members with the same name")
    return members


_LENIENT = json.JSONDecoder(parse_constant=_refuse, parse_float=_finite)
_STRICT = json.JSONDecoder(parse_constant=_refuse, parse_float=_finite, object_pairs_hook=_unique)


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
