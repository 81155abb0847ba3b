"""Builds the requests of one probe instance for one binding. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from conformance.catalog.fill import fill
from conformance.catalog.kinds import model_of
from conformance.catalog.rows import Instance, Probe
from conformance.errors import UsageError
from conformance.model import AT_ONCE, JSON, After, Headers, RequestSpec
from conformance.probes import form
from conformance.probes.later import marks
from conformance.probes.long import LongPictures, LongTexts
from conformance.wire import own

WRONG_KEY = "sk-wrong-0000000000000000000000000000000000000000"
"""A key that no relay has given out; not a secret."""

NOWHERE = "http://127.0.0.1:9"
"""In place of the mock's address, where there is none: nobody listens at that port."""


@dataclass(frozen=True, slots=True)
class Binding:
    """What one run puts into a recipe: the client's model, key and limits, and a nonce.

    A relay that asks for no key has an empty one; nothing is sent then.
    """

    model: str
    api_key: str
    nonce: str = "0"
    models: Mapping[str, str] = field(default_factory=dict)
    """Models for single kinds or endpoints, in place of ``model``."""
    limits: Mapping[str, float] = field(default_factory=dict)
    mock_url: str = NOWHERE
    """Where a request is seen that nobody may make."""
    other_key: str = ""
    """The key of somebody else."""
    hook_url: str = NOWHERE
    """Below it the suite hears who is called back."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """All that a probe instance needs: ``script`` for the mock, then the requests."""

    script: JSON | None
    requests: tuple[RequestSpec, ...]


def build(instance: Instance, binding: Binding) -> Prepared:
    """The requests and the script of ``instance``.

    Raises :class:`UsageError` when the row has a placeholder without a value.
    """
    probe = instance.probe
    model = model_of(instance.endpoint, binding.models) or binding.model
    names = {
        **instance.values,
        "model": model,
        "model_path": quote(model, safe=""),
        "key_path": quote(binding.api_key, safe=""),
        "nonce": binding.nonce,
        "mock_url": binding.mock_url,
        "file": form.inline(),
        "limits": binding.limits,
        "reply": marks(len(probe.requests)),
        "long": LongTexts(),
        "picture": LongPictures(),
    }
    try:
        script = None
        if probe.script is not None:
            script = {"version": 1, "seed": 42, "upstreams": fill(dict(probe.script), names)}
        rows = [row for row in probe.requests for _ in range(_times(row, names))]
        requests = tuple(
            _request(instance, row, {**names, **_own(binding, index)}, binding)
            for index, row in enumerate(rows)
        )
    except UsageError as error:
        raise UsageError(f"probe {instance.key}: {error}") from error
    return Prepared(script, requests)


def asks_for(probe: Probe, what: str) -> bool:
    """Whether a request of ``probe`` has the placeholder ``what``, or that key, in it."""
    rows = json.dumps([dict(row) for row in probe.requests])
    return f"${{{what}}}" in rows or f'"auth": "{what}"' in rows


def _own(binding: Binding, index: int) -> dict[str, str]:
    """What one request has to itself: its mark, and the address that it may ask to be called at."""
    mark = own.mark(binding.nonce, index)
    return {"own": mark, "hook": f"{binding.hook_url}/{mark}"}


def _times(row: Mapping[str, JSON], names: Mapping[str, JSON]) -> int:
    """How often a row is sent; a limit of the lane may say it."""
    return int(fill(row.get("repeat", 1), names))


def _request(
    instance: Instance, recipe: Mapping[str, JSON], names: Mapping[str, JSON], binding: Binding
) -> RequestSpec:
    endpoint = instance.endpoint
    row = fill({key: value for key, value in recipe.items() if key != "repeat"}, names)
    content_type, body = _body(row)
    return RequestSpec(
        method=row.get("method", endpoint.method),
        path=row.get("path", endpoint.path),
        headers=_headers(row, binding, content_type, endpoint.dialect),
        body=body,
        leave_after=row.get("leave_after"),
        timeout_s=row.get("timeout_s"),
        pause_s=float(row.get("pause_s", 0)),
        volley=row.get("volley", ""),
        mark=names["own"],
        after=After(**row.get("after", {})),
        at_once=row.get("at_once", AT_ONCE),
        release=row.get("release"),
        within_s=row.get("within_s"),
        heard=row.get("heard"),
        is_path_as_is=bool(row.get("path_as_is", False)),
    )


def _body(row: Mapping[str, JSON]) -> tuple[str | None, bytes | None]:
    """Content type and octets; neither when the row has no body."""
    if "raw" in row:
        return _JSON, str(row["raw"]).encode()
    if "body" in row:
        text = json.dumps(row["body"], ensure_ascii=False, separators=(",", ":"))
        return _JSON, text.encode()
    return form.encode(row["multipart"]) if "multipart" in row else (None, None)


def _headers(
    row: Mapping[str, JSON], binding: Binding, content_type: str | None, dialect: str
) -> Headers:
    """Credentials, content type, then the row's own; ``null`` takes one away."""
    headers: dict[str, str | None] = {}
    auth = row.get("auth", "valid")
    credentials = _CREDENTIALS[auth]
    if credentials is not None and (auth not in _TRUE or binding.api_key):
        name = _BARE.get(dialect, "authorization") if auth.startswith("bare") else "authorization"
        keys = {"key": binding.api_key, "wrong": WRONG_KEY, "other": binding.other_key}
        headers[name] = credentials.format(**keys)
    if content_type is not None:
        headers["content-type"] = content_type
    headers |= {name.lower(): value for name, value in row.get("headers", {}).items()}
    return tuple((name, value) for name, value in headers.items() if value is not None)


_JSON = "application/json"
_BARE: Mapping[str, str] = {
    "anthropic": "x-api-key",
    "gemini": "x-goog-api-key",
    "midjourney": "mj-api-secret",
}
"""Where a dialect takes a key without a scheme."""
_TRUE = ("valid", "bare")
_CREDENTIALS: Mapping[str, str | None] = {
    "valid": "Bearer {key}",
    "bare": "{key}",
    "bare-wrong": "{wrong}",
    "wrong": "Bearer {wrong}",
    "other": "Bearer {other}",
    "malformed": "Basic bm9ib2R5",
    "missing": None,
}
