"""Makes the items of the suite: one for each planned case, marked for ``-m``.

Rules of this file: markers that are generated from the catalogue are registered
before they are used, so that ``--strict-markers`` holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conformance.pytest_plugin import active

if TYPE_CHECKING:
    from conformance.catalog import Case
    from conformance.plan import Planned


def parametrize(metafunc: pytest.Metafunc) -> None:
    """Give the test one item for each case of the session's plan."""
    judging = active.judging(metafunc.config)
    if judging is None:
        reason = "no relay is being judged; run `pytest --pyargs conformance`"
        metafunc.parametrize(
            "relay_case", [pytest.param(None, id="none", marks=pytest.mark.skip(reason=reason))]
        )
        return
    items = judging.plan.items
    register(metafunc.config, items)
    metafunc.parametrize(
        "relay_case",
        [pytest.param(item, id=item.case.id, marks=_marks(item.case)) for item in items],
    )


def register(config: pytest.Config, items: tuple[Planned, ...]) -> None:
    """Register the markers of areas and endpoints."""
    areas = sorted({item.case.requirement.area for item in items})
    endpoints = sorted({item.case.instance.endpoint.name for item in items})
    for name in areas:
        config.addinivalue_line("markers", f"relay_area_{_word(name)}: requirements of {name}")
    for name in endpoints:
        config.addinivalue_line("markers", f"relay_endpoint_{_word(name)}: requests to {name}")


def case_of(item: pytest.Item | None) -> Planned | None:
    """The case of an item of the suite; ``None`` for any other item."""
    callspec = getattr(item, "callspec", None)
    return None if callspec is None else callspec.params.get("relay_case")


def markers_of(case: Case) -> tuple[str, ...]:
    """Names of the markers of ``case``."""
    names = [
        f"relay_{case.requirement.level.value.lower()}",
        f"relay_area_{_word(case.requirement.area)}",
        f"relay_endpoint_{_word(case.instance.endpoint.name)}",
    ]
    is_streaming = any("stream" in need for need in case.needs)
    return (*names, "streaming") if is_streaming else tuple(names)


def group_of(case: Case) -> str:
    """Cases of one group run in one process: those of a probe, or of a special lane."""
    probe = case.instance.probe
    return probe.name if probe.lane == "default" else f"lane-{probe.lane}"


def _marks(case: Case) -> list[pytest.MarkDecorator]:
    return [getattr(pytest.mark, name) for name in markers_of(case)]


def _word(name: str) -> str:
    return name.replace("-", "_").replace(".", "_")
