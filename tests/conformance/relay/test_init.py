"""The relay's package keeps to itself."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import conformance.relay

ROOT = Path(conformance.relay.__file__).parent
ALLOWED = ("conformance.relay", "conformance.errors", "conformance.model", "specs")


@pytest.mark.parametrize("file", sorted(ROOT.rglob("*.py")), ids=lambda file: file.name)
def test_relay_shares_no_code_with_its_judge(file: Path) -> None:
    """Nothing of the suite is imported but errors and the JSON alias."""
    own = ("conformance", "mock_upstream", "reports", "specs")
    imported = [
        node.module or ""
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
    ]

    assert [m for m in imported if m.startswith(own) and not m.startswith(ALLOWED)] == []
