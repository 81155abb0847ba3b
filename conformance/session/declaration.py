"""Writes down what a survey found, as the file that ``run --capabilities`` takes.

Rules of this file: the shape is ``specs/meta/capabilities.schema.json``; no key
stands in it, and whatever a relay said stands on one printable line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

import yaml

from conformance.model import JSON
from conformance.session.models import TYPES, Listed
from conformance.session.survey import Found

HEADER = """\
# What a relay serves. Read it, correct it, and judge the relay by it:
#   relay-conformance run --base-url {base_url} --capabilities {file}
# claimed: judged, and a failure when broken; absent, unsure: left out, with the reason.
# Change a state where you know better: capabilities: {{embeddings: claimed}} is enough.
"""

FEATURES: Mapping[str, str] = MappingProxyType(
    {
        "tools": "chat.tools",
        "parallel_tool_calls": "chat.parallel_tools",
        "logprobs": "chat.logprobs",
        "structured_outputs": "chat.json_schema",
        "json_schema": "chat.json_schema",
        "vision": "chat.vision",
        "reasoning": "chat.reasoning",
        "web_search": "responses.web_search",
    }
)
"""Capabilities by the words of ``supported_features`` and ``supported_parameters``."""


def hints(rows: Iterable[Listed]) -> dict[str, str]:
    """What the relay's list of models says of capabilities; a hint, no evidence."""
    said: dict[str, str] = {}
    for row in rows:
        words = [(TYPES, word) for word in row.types] + [(FEATURES, word) for word in row.features]
        for table, word in sorted(words, key=lambda pair: pair[1]):
            if word in table:
                said.setdefault(table[word], f"{word} stands at the model {row.id}")
    return said


def document(
    found: Iterable[Found],
    *,
    base_url: str,
    models: Mapping[str, str],
    today: date,
    said: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, JSON]:
    """The declaration of one relay."""
    return {
        "version": 1,
        "relay": {"base_url": base_url},
        "probed": today.isoformat(),
        "models": dict(models),
        "capabilities": {
            one.trial.capability: _row(one, said.get(one.trial.capability)) for one in found
        },
    }


def text(value: Mapping[str, JSON], file: str) -> str:
    """The file's text: what to do with it, then the declaration."""
    header = HEADER.format(base_url=value["relay"]["base_url"], file=file)
    return header + yaml.safe_dump(dict(value), sort_keys=False, allow_unicode=True, width=100)


def _row(found: Found, said: str | None) -> dict[str, JSON]:
    evidence = {
        "request": found.trial.request,
        "model": found.model,
        "status": found.status,
        "listed": said,
    }
    return {
        "state": found.sight.state.value,
        "reason": found.sight.reason,
        "evidence": {key: value for key, value in evidence.items() if value is not None},
    }
