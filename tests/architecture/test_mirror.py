"""Tests stand where the code stands: ``a/b.py`` is tested by ``tests/a/test_b.py``."""

from __future__ import annotations

import ast
from pathlib import Path

PACKAGES = ("conformance", "mock_upstream", "reports", "specs")
EXEMPT = {
    "conformance/suite": "these files are tests themselves; tests/e2e runs them",
    "conformance/relay/defects": "tests/proofs shows for each defect what it breaks",
}
"""Folders without mirrored files, and what tests them instead."""


def mirror(module: Path) -> Path:
    """The test file of a module; a package's own code is tested by ``test_init``."""
    name = "init" if module.stem == "__init__" else module.stem.lstrip("_")
    return Path("tests", *module.parent.parts, f"test_{name}.py")


def has_code(source: str) -> bool:
    """Whether a file defines anything, so that there is something to test."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return any(isinstance(node, kinds) for node in ast.parse(source).body)


def exempt(module: Path) -> bool:
    """Whether another place tests this module; the ``__main__`` files only call a CLI."""
    folder = module.parent.as_posix()
    return module.name == "__main__.py" or any(
        folder == place or folder.startswith(f"{place}/") for place in EXEMPT
    )


def test_each_module_has_its_mirrored_test(root: Path, files: tuple[Path, ...]) -> None:
    """A module that defines something has a test file by its name."""
    modules = [path for path in files if path.suffix == ".py" and path.parts[0] in PACKAGES]

    missing = [
        f"{module} has no {mirror(module)}"
        for module in modules
        if not exempt(module)
        and mirror(module) not in files
        and (module.name != "__init__.py" or has_code((root / module).read_text(encoding="utf-8")))
    ]

    assert not missing, "\n".join(missing)


def test_the_exempt_folders_exist(root: Path) -> None:
    """An exemption that exempts nothing is deleted."""
    assert [place for place in EXEMPT if not (root / place).is_dir()] == []
