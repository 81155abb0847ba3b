"""Our options and ini keys of pytest, and the settings they make.

Rules of this file: the table of options is the only source; every name of ours
begins with ``relay``.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Literal

from conformance.settings.options import OPTIONS, Option

if TYPE_CHECKING:
    import pytest

    from conformance.settings.values import RunSettings


def add(parser: pytest.Parser) -> None:
    """Enter every option and its ini key."""
    group = parser.getgroup("relay", "conformance of LLM API relays")
    for option in OPTIONS:
        action = _action(option)
        shape = {} if action == "store_true" else {"metavar": option.metavar}
        group.addoption(
            option.pytest_flag,
            dest=f"relay_{option.field}",
            action=action,
            default=None,
            help=option.help.replace("%", "%%"),
            **shape,
        )
        parser.addini(option.ini, option.help, type=_ini_type(option), default=None)


def settings(config: pytest.Config) -> RunSettings:
    """What this pytest run is asked to judge. Raises :class:`UsageError`."""
    from conformance.settings.resolve import resolve  # only when judging

    given = {option.field: config.getoption(f"relay_{option.field}") for option in OPTIONS}
    inis = {option.field: config.getini(option.ini) for option in OPTIONS}
    return resolve(given, environ=os.environ, folder=config.invocation_params.dir, below_files=inis)


def _action(option: Option) -> str:
    if option.kind == "flag":
        return "store_true"
    return "append" if option.is_repeated else "store"


def _ini_type(option: Option) -> Literal["linelist", "string"]:
    return "linelist" if option.is_repeated else "string"
