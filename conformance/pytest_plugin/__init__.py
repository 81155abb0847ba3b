"""The pytest plugin: ``pytest --pyargs conformance --relay-url URL``.

Loaded in every pytest run of its environment. Rules of this file: nothing but
pytest is imported until the suite is asked for or a fixture is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from conformance.embedded import ScriptedUpstream
    from conformance.plan import Planned

MARKERS = (
    "streaming: the answer is asked for as an event stream",
    "relay_must: a violation fails the run",
    "relay_should: a violation warns",
    "relay_may: a violation informs",
    "relay_observed: recorded, never judged",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Every option of a run, with the prefix ``relay``."""
    from conformance.pytest_plugin import flags

    flags.add(parser)


def pytest_configure(config: pytest.Config) -> None:
    """Register the markers; point a run without paths at the suite when a relay is named."""
    for marker in MARKERS:
        config.addinivalue_line("markers", marker)
    is_named = config.getoption("relay_base_url") or config.getoption("relay_rig")
    if is_named and config.args_source is not pytest.Config.ArgsSource.ARGS:
        from conformance.pytest_plugin import active

        config.args[:] = [active.SUITE]


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Open the run, if this session is asked to judge a relay."""
    from conformance.pytest_plugin import active

    active.open_run(session)


@pytest.fixture
def relay_judge(request: pytest.FixtureRequest) -> Callable[[Planned], dict[str, Any]]:
    """Judges a planned case; the result, as ``run.json`` has it, goes with the test's report."""
    from conformance.pytest_plugin import active

    return active.judge_of(request.node)


@pytest.fixture
def relay_mock() -> Iterator[ScriptedUpstream]:
    """A scripted upstream: ``.base_url``, ``.key``, ``.script({…})``, ``.journal()``."""
    from conformance.embedded import scripted_upstream

    with scripted_upstream() as upstream:
        yield upstream
