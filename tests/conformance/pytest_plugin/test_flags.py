"""Options of pytest make the same settings as those of the command line."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

from conformance.settings.options import OPTIONS


def test_every_option_is_offered(
    run_pytest: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    """Each has a flag and an ini key, with help."""
    shown = run_pytest("--help").stdout

    assert [one.pytest_flag for one in OPTIONS if one.pytest_flag not in shown] == []
    assert [one.ini for one in OPTIONS if one.ini not in shown] == []
