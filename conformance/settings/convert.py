"""Turns raw option values into typed ones. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.errors import UsageError

if TYPE_CHECKING:
    from conformance.model import JSON
    from conformance.settings.options import Option

_TRUE = ("1", "true", "yes", "on")
_FALSE = ("0", "false", "no", "off", "")


def value(option: Option, raw: JSON, where: str) -> JSON:
    """``raw`` as the option's kind. Raises :class:`UsageError` naming the layer."""
    try:
        return _CONVERT[option.kind](raw)
    except (TypeError, ValueError) as error:
        raise UsageError(
            f"{option.name} from the {where} is {raw!r}, which is no {_NOUN[option.kind]}"
        ) from error


def shard(text: str) -> tuple[int, int]:
    """``"1/3"`` as ``(1, 3)``."""
    first, _, second = str(text).partition("/")
    if first.isdigit() and second.isdigit() and 1 <= int(first) <= int(second):
        return int(first), int(second)
    raise UsageError(f"--shard {text!r} is no part of a whole; write I/N, such as 1/3")


def _text(raw: JSON) -> str:
    if not isinstance(raw, str):
        raise TypeError
    return raw.strip()


def _number(raw: JSON) -> float:
    number = float(_plain(raw))
    if not 0 <= number < float("inf"):
        raise ValueError
    return number


def _integer(raw: JSON) -> int:
    number = int(_plain(raw))
    if number < 0:
        raise ValueError
    return number


def _plain(raw: JSON) -> JSON:
    if isinstance(raw, bool):
        raise TypeError
    return raw


def _flag(raw: JSON) -> bool:
    if isinstance(raw, bool):
        return raw
    word = str(raw).lower()
    if word not in _TRUE + _FALSE:
        raise ValueError
    return word in _TRUE


def _many(raw: JSON) -> tuple[str, ...]:
    return tuple(_text(one) for one in (raw if isinstance(raw, (list, tuple)) else [raw]))


def _list(raw: JSON) -> tuple[str, ...]:
    return tuple(name.strip() for one in _many(raw) for name in one.split(",") if name.strip())


def _models(raw: JSON) -> dict[str, str]:
    """Kind -> model; a name without ``KIND=`` is the chat model's."""
    if isinstance(raw, dict):
        return {str(kind): _text(name) for kind, name in raw.items()}
    pairs = [("chat", one) if "=" not in one else one.split("=", 1) for one in _list(raw)]
    found = {kind.strip(): name.strip() for kind, name in pairs}
    if len(found) < len(pairs) or not all(found.values()):
        raise ValueError
    return found


_CONVERT = {
    "text": _text,
    "path": lambda raw: _text(str(raw)),
    "number": _number,
    "integer": _integer,
    "flag": _flag,
    "many": _many,
    "list": _list,
    "models": _models,
}
_NOUN = {
    "text": "text",
    "path": "path",
    "number": "number of zero or more",
    "integer": "whole number of zero or more",
    "flag": "yes or no",
    "many": "list of texts",
    "list": "list of names",
    "models": "model for each kind (NAME, KIND=NAME, each kind once)",
}
