"""Whether this pytest session judges a relay, and the run it does it with.

Rules of this file: one session has one :class:`Judging` in its stash, or none.
Errors of use and of setup become pytest's own way to stop.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from conformance.errors import SetupError, UsageError
from conformance.pytest_plugin.conclude import PROPERTY

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformance.plan import Plan, Planned
    from conformance.pytest_plugin.live import Live
    from conformance.session import Run, Worker

SUITE = str(Path(__file__).parent.parent / "suite")
"""The folder that ``pytest --pyargs conformance`` collects."""

ITEM = "::test_requirement["
"""What stands before a case's id in the id of its item."""

_HANDED_OVER = "relay-conformance-run"


class HandOver:
    """A plugin by which the command line hands over the :class:`Run` it has opened."""

    def __init__(self, run: Run) -> None:
        self.__name__ = _HANDED_OVER
        self.run = run


class Judging:
    """What the hooks of one process share."""

    def __init__(self, plan: Plan, worker: Worker | None, live: Live | None = None) -> None:
        self.plan = plan
        self.worker = worker
        self.live = live


_KEY = pytest.StashKey[Judging]()


def open_run(session: pytest.Session) -> None:
    """Make this session a judging one, if it is asked to be."""
    config = session.config
    payload = getattr(config, "workerinput", {}).get("relay")
    if payload is not None:
        _join(config, payload)
    elif handed_over(config) is not None or _asks_for_suite(config):
        _lead(session)


def judging(config: pytest.Config) -> Judging | None:
    """The session's plan and worker; ``None`` when it judges no relay."""
    return config.stash.get(_KEY, None)


def judge_of(item: pytest.Item) -> Callable[[Planned], dict[str, Any]]:
    """Judges cases in this process and attaches what was found to ``item``."""
    found = judging(item.config)
    if found is None or found.worker is None:
        raise pytest.UsageError("no relay is being judged; run `pytest --pyargs conformance`")
    worker = found.worker

    def judge(case: Planned) -> dict[str, Any]:
        result = worker.judge(case)
        item.user_properties.append((PROPERTY, json.dumps(result)))
        if found.live is not None:
            found.live.take(result)
        return result

    return judge


def handed_over(config: pytest.Config) -> Run | None:
    """The run that the command line opened, if this pytest was started by it."""
    holder = config.pluginmanager.get_plugin(_HANDED_OVER)
    return None if holder is None else holder.run


def _lead(session: pytest.Session) -> None:
    """Open the run in the process that the user started."""
    from conformance.pytest_plugin import flags, lead  # loads the session

    config = session.config
    try:
        if config.option.collectonly:
            config.stash[_KEY] = Judging(lead.plan_only(flags.settings(config)), None)
            return
        workers = _workers(config)
        run = handed_over(config) or lead.opened(flags.settings(config), workers)
    except UsageError as error:
        raise pytest.UsageError(str(error)) from error
    except SetupError as error:
        pytest.exit(f"no verdict: {error}", returncode=3)
    worker = run.worker() if workers == 1 else None
    config.stash[_KEY] = Judging(run.plan, worker, _live(config, run.settings.lang))
    config.pluginmanager.register(lead.Lead(run, worker), "relay-lead")


def _join(config: pytest.Config, payload: dict[str, Any]) -> None:
    """Judge for a run that another process leads."""
    from conformance.pytest_plugin import follow  # loads the session
    from conformance.session import Worker

    name = getattr(config, "workerinput", {})["workerid"]
    worker = Worker.from_payload(payload, name)
    config.stash[_KEY] = Judging(worker.plan, worker, _live(config, worker.settings.lang))
    config.pluginmanager.register(follow.Follow(worker), "relay-follow")


def _live(config: pytest.Config, lang: str) -> Live | None:
    """What writes our results for Allure, where this pytest run has an ``--alluredir``."""
    if not config.pluginmanager.hasplugin("allure_listener"):
        return None
    from conformance.pytest_plugin.live import Live  # allure, and the reports

    return Live.registered(config, lang)


def _workers(config: pytest.Config) -> int:
    """How many processes pytest-xdist is about to start; 1 without it."""
    count = len(getattr(config.option, "tx", None) or ())
    if count > 0 and config.option.dist == "load":
        config.option.dist = "loadgroup"  # what one probe gave is judged in one process
    return max(1, count)


def _asks_for_suite(config: pytest.Config) -> bool:
    return any(_is_suite(arg.partition("::")[0], config) for arg in config.args)


def _is_suite(arg: str, config: pytest.Config) -> bool:
    if config.option.pyargs and (arg == "conformance" or arg.startswith("conformance.suite")):
        return True
    path = (config.invocation_params.dir / arg).resolve()
    suite = Path(SUITE).resolve()
    return path in {suite, suite.parent} or suite in path.parents
