"""Who may ask, and for which models."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from fnmatch import fnmatchcase

from conformance.relay.config import ClientKey, KeyState, RelayConfig
from conformance.relay.envelope import Reason, RelayError, refusal

__all__ = ["aliases", "authenticate", "check_served", "is_served", "unknown"]

_UNUSABLE: Mapping[KeyState, tuple[Reason, str]] = {
    KeyState.EXPIRED: (Reason.EXPIRED_KEY, "The API key has expired."),
    KeyState.DISABLED: (Reason.DISABLED_KEY, "The API key is disabled."),
    KeyState.NO_BALANCE: (Reason.NO_BALANCE, "The balance of this API key is used up."),
}

_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="relay"'}


def authenticate(token: str | None, keys: tuple[ClientKey, ...]) -> ClientKey:
    """Return the client's key. Raises RelayError for one that may not be used."""
    if token is None:
        raise refusal(
            Reason.MISSING_KEY,
            "No API key was sent; send it as 'Authorization: Bearer KEY'.",
            headers=_CHALLENGE,
        )
    for key in keys:
        if hmac.compare_digest(key.token.encode(), token.encode(errors="surrogateescape")):
            return _usable(key)
    raise refusal(Reason.BAD_KEY, "The API key is not valid here.", headers=_CHALLENGE)


def _usable(key: ClientKey) -> ClientKey:
    if key.state in _UNUSABLE:
        raise refusal(*_UNUSABLE[key.state])
    return key


def aliases(key: ClientKey, config: RelayConfig) -> tuple[str, ...]:
    """Return the names of the models that the key may use, in configured order."""
    served = dict.fromkeys(alias for channel in config.channels for alias in channel.models)
    return tuple(alias for alias in served if _may_use(alias, key) and not alias.endswith("*"))


def is_served(alias: str, key: ClientKey, config: RelayConfig) -> bool:
    """Return whether the key may use a model, listed or of a family."""
    return _may_use(alias, key) and any(alias in channel.models for channel in config.channels)


def _may_use(alias: str, key: ClientKey) -> bool:
    return key.models is None or any(fnmatchcase(alias, name) for name in key.models)


def check_served(alias: str, key: ClientKey, config: RelayConfig) -> None:
    """Refuse to describe a model that the key may not use. Raises RelayError (404)."""
    if alias not in aliases(key, config):
        raise unknown(Reason.NO_SUCH_MODEL, alias)


def unknown(reason: Reason, alias: str) -> RelayError:
    """Return the error of a model that is not there for this key."""
    message = f"The model '{alias[:200]}' does not exist or this key may not use it."
    return refusal(reason, message, param="model")
