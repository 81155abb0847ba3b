"""Functions and files stay small enough to be read in one go."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGES = ("conformance", "mock_upstream", "reports", "specs", "benchmarks")
FUNCTION_LINES = 40
FILE_LINES = 300
TEST_FILE_LINES = 500


def long_functions(path: Path, source: str) -> Iterator[str]:
    """The functions of a file that are over the limit."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES:
                yield f"{path}:{node.lineno}: {node.name} has {lines} lines, over {FUNCTION_LINES}"


def test_functions_are_short(root: Path, files: tuple[Path, ...]) -> None:
    """No function of the packages is over forty lines."""
    found = [
        line
        for path in files
        if path.suffix == ".py" and path.parts[0] in PACKAGES
        for line in long_functions(path, (root / path).read_text(encoding="utf-8"))
    ]

    assert not found, "\n".join(found)


def test_files_are_short(root: Path, files: tuple[Path, ...]) -> None:
    """No file of the packages is over 300 lines, and no test over 500."""
    found = []
    for path in files:
        if path.suffix == ".py":
            limit = TEST_FILE_LINES if path.parts[0] == "tests" else FILE_LINES
            lines = (root / path).read_text(encoding="utf-8").count("\n")
            if lines > limit:
                found.append(f"{path} has {lines} lines, over {limit}")

    assert not found, "\n".join(found)
