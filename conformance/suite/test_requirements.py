"""Every requirement over every instance of its probes; one item for each case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.pytest_plugin.cases import parametrize
from conformance.pytest_plugin.conclude import conclude

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from conformance.model import JSON
    from conformance.plan import Planned


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One item for each case of the plan."""
    parametrize(metafunc)


def test_requirement(
    relay_case: Planned, relay_judge: Callable[[Planned], dict[str, JSON]]
) -> None:
    """The requirement holds for what the relay did."""
    result = relay_judge(relay_case)

    conclude(result)
