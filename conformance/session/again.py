"""Works on what a run has recorded: judges it again, or sends it again.

Rules of this file: judging again needs no network and gives what the run gave,
unless the rules have changed since.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from conformance import results
from conformance.background import LoopThread
from conformance.catalog import Case, load
from conformance.checks import judge
from conformance.errors import UsageError
from conformance.model import Exchange, Mode, ProbeRun, RequestSpec
from conformance.settings.url import base_url as normal_url
from conformance.settings.values import Target
from conformance.transport.client import Client
from conformance.transport.record import ExchangeLog
from conformance.transport.redact import Redactor

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from conformance.model import JSON

_OWN = {"host", "content-length", "connection", "accept-encoding", "user-agent", "accept"}
_LOG = "exchanges.ndjson"


def judged_again(
    directory: Path, document: dict[str, JSON], *, strict: bool
) -> tuple[list[dict[str, JSON]], dict[str, str], int]:
    """The results, verdicts and exit code by today's rules; unsent cases are left out."""
    runs = recorded(directory)
    mode = Target(document["mode"]).mode
    rows = [
        _again(case, runs[case.instance.key], mode, strict=strict)
        for case in load(document["target"]["profile"]).cases(mode)
        if case.instance.key in runs
    ]
    found = results.verdicts(rows, complete=document["complete"])
    return rows, found, results.exit_code(found, strict=strict)


def recorded(directory: Path) -> dict[str, ProbeRun]:
    """The runs of a directory by their keys."""
    file = directory / _LOG
    if not file.is_file():
        raise UsageError(f"{file}: the run has no record of its exchanges")
    found: dict[str, list[Exchange]] = defaultdict(list)
    for exchange in ExchangeLog(file):
        found[exchange.probe].append(exchange)
    return {key: ProbeRun(key, tuple(exchanges)) for key, exchanges in found.items()}


def find_exchange(directory: Path, ids: Sequence[str]) -> Exchange:
    """The first exchange of ``ids`` that the log of the run has."""
    for exchange in ExchangeLog(directory / _LOG):
        if exchange.id in ids:
            return exchange
    raise UsageError(f"{directory / _LOG} holds none of the exchanges {', '.join(ids)}")


def send_again(exchange: Exchange, base_url: str | None, api_key: str | None) -> Exchange:
    """The answer to the same request; ``api_key`` takes the place of a redacted one."""
    old = urlsplit(exchange.request.url)
    headers = tuple(
        (name, _with_key(value, api_key) if "[redacted" in value else value)
        for name, value in exchange.request.headers
        if name.lower() not in _OWN
    )
    origin = f"{old.scheme}://{old.netloc}"
    path = f"{old.path}?{old.query}" if old.query else old.path
    if base_url is not None:
        origin, path = normal_url(base_url), path.partition("/v1")[2] or path
    spec = RequestSpec(exchange.request.method, path, headers, exchange.request.body or None)

    async def send() -> Exchange:
        redactor = Redactor({"OPENAI_API_KEY": api_key} if api_key else None)
        async with Client(origin, redactor=redactor) as client:
            return await client.send(spec, probe=exchange.probe, exchange_id="replay")

    with LoopThread("relay-conformance-replay") as loop:
        return loop.run(send())


def _again(case: Case, run: ProbeRun, mode: Mode, *, strict: bool) -> dict[str, JSON]:
    judgement = judge(case, run, mode, strict=strict)
    return results.of_case(case, judgement, run, known=None, today=datetime.now(UTC).date())


def _with_key(value: str, api_key: str | None) -> str:
    if api_key is None:
        raise UsageError("the recorded request had a key; set OPENAI_API_KEY to send it again")
    scheme, _, _ = value.partition(" ")
    return f"{scheme} {api_key}" if scheme == "Bearer" else api_key
