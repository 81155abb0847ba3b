"""What a certificate claims, with hostile words in every place that a person fills."""

from __future__ import annotations

from typing import Any

import pytest

HOSTILE = "<script>alert(1)</script>|`*[x](javascript:1)\u202e\"'&"


@pytest.fixture
def claims() -> dict[str, Any]:
    """Claims of level L1."""
    digest = "sha256:" + "a" * 64
    return {
        "product": {
            "version": 1,
            "vendor": {"name": "Example Ltd", "contact": "conformance@relay.example"},
            "product": {"name": "Example Relay", "release": "2.4.1"},
            "artifact": {"name": "relay.tar", "sha256": "b" * 64},
        },
        "level": "L1",
        "scope": {
            "profile": "generic",
            "mode": "wired",
            "capabilities": ["chat", "models"],
            "load": "light",
            "excused": [],
            "withdrawn": [],
            "no_case": [],
        },
        "set": {"name": "2026-11", "digest": digest},
        "suite": {"version": "0.1.0", "digest": digest},
        "issued": "2026-11-26",
        "expires": "2027-05-25",
        "verdicts": {"documented": "conformant", "strict": "not conformant"},
        "requirements": {
            "required": 3,
            "passed": 2,
            "not_applicable": 1,
            "warned": 4,
            "not_scored": ["XLT-001"],
        },
        "runs": [{"started_at": "2026-11-26T01:02:03Z", "exchanges": 7, "head": digest}],
        "reproduces": None,
    }


@pytest.fixture
def hostile(claims: dict[str, Any]) -> dict[str, Any]:
    """The same with hostile names."""
    claims["product"]["vendor"] = {"name": HOSTILE, "contact": HOSTILE}
    claims["product"]["product"] = {"name": HOSTILE, "release": HOSTILE}
    claims["scope"]["profile"] = HOSTILE
    return claims
