"""A short name for what a case asks, so that two runs can tell whether it changed. Pure.

Rules of this file: what decides an outcome counts (the request, the check, the
level), what only explains it does not (title, source, hint).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Set
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conformance.catalog.rows import Case
    from conformance.model import JSON

__all__ = ["rule_of"]

_LENGTH = 12
"""Hexadecimal digits, enough to tell some ten thousand rules apart."""


def rule_of(case: Case) -> str:
    """The same for two cases that ask the same of a relay in the same way."""
    row, instance = case.requirement, case.instance
    probe = instance.probe
    asked = (
        (row.level, row.strict, row.given, row.check, row.arguments, row.expect),
        (probe.lane, probe.script, probe.requests, probe.settle_s),
        (instance.endpoint.method, instance.endpoint.path, instance.values),
    )
    text = json.dumps(asked, default=_plain, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]


def _plain(value: JSON) -> JSON:
    """Sets in order, mappings of any kind as objects, and other values by their names."""
    if isinstance(value, Set):
        return sorted(value)
    return dict(value) if isinstance(value, Mapping) else repr(value)
