"""Where option values stand: environment, ``pyproject.toml`` and ``--config`` files.

Rules of this file: gives raw values by option field; what they mean is decided
in ``resolve``.
"""

from __future__ import annotations

import tomllib
from difflib import get_close_matches
from typing import TYPE_CHECKING

from conformance.errors import UsageError
from conformance.settings.options import OPTIONS
from reports.said import said

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from conformance.model import JSON

TABLE = "relay-conformance"


def from_environment(environ: Mapping[str, str]) -> tuple[dict[str, JSON], tuple[str, ...]]:
    """Option values that the environment sets, and notices about them."""
    found: dict[str, JSON] = {
        option.field: environ[option.env]
        for option in OPTIONS
        if option.env and environ.get(option.env)
    }
    old = environ.get("OPENAI_API_BASE")
    if old and "base_url" not in found:
        found["base_url"] = old
        return found, (said("note.old_name"),)
    return found, ()


def from_files(config: Path | None, folder: Path) -> dict[str, JSON]:
    """Values of the ``--config`` file, or of ``[tool.relay-conformance]`` in ``folder``."""
    file = config or folder / "pyproject.toml"
    if config is None and not file.is_file():
        return {}
    document = _toml(file)
    table = document.get("tool", {}).get(TABLE)
    if table is None:
        table = document if config is not None else {}
    return _known(table, file)


def _toml(file: Path) -> dict[str, JSON]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: not TOML: {error}") from error


def _known(table: Mapping[str, JSON], file: Path) -> dict[str, JSON]:
    names = [option.name for option in OPTIONS]
    for key in table:
        if key.replace("_", "-") not in names:
            near = get_close_matches(key, names, n=3, cutoff=0.5) or names
            raise UsageError(f"{file}: no option {key!r} in [tool.{TABLE}]; near: {_list(near)}")
    return {key.replace("-", "_"): value for key, value in table.items()}


def _list(names: list[str]) -> str:
    return ", ".join(names)
