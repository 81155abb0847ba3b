"""``run --backup``: a second address of the same relay keeps the same promises.

Rules of this file: two whole runs, one after the other; what is compared is the
outcome of each case. Where one of the two gave no verdict nothing is compared,
and the whole has none.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from conformance.errors import UsageError
from conformance.settings.profile import backups
from conformance.settings.url import base_url
from conformance.settings.values import RunSettings, Target
from reports.phrases import Phrases

if TYPE_CHECKING:
    from conformance.model import JSON

_OPEN = {"inconclusive", "error"}
_WEIGHT = {0: 0, 3: 1, 1: 2, 2: 3}
"""2 before 1 before 3 before 0."""


def second(settings: RunSettings, address: str) -> RunSettings:
    """The settings for the backup: ``address``, or else what the profile names.

    Raises :class:`UsageError` when there is no such address.
    """
    if settings.target is Target.EMBEDDED:
        raise UsageError("--backup compares two addresses: name the first with --base-url")
    known = [address] if address else list(backups(settings.profile))
    if not known:
        who = f"the profile {settings.profile!r}" if settings.profile else "no profile"
        raise UsageError(f"--backup: {who} names no backup address; write --backup URL")
    out = None if settings.out is None else f"{settings.out}-backup"
    return replace(settings, base_url=base_url(known[0]), out=out)


def judge_both(
    judge: Callable[..., dict[str, JSON]],
    first: RunSettings,
    backup: RunSettings,
    *,
    as_json: bool = False,
) -> int:
    """Judge both addresses, say where they differ, and give the exit code.

    ``judge`` runs the suite; with ``as_json`` stdout has the document of the first run.
    """
    documents = [judge(first, as_json=as_json), judge(backup, quiet=as_json)]
    phrases = Phrases(first.lang)
    found = list(differences(documents[0], documents[1], phrases))
    for line in found or [phrases("backup.same")]:
        click.echo(line, file=sys.stderr if as_json else None)
    codes = [int(one["exit_code"]) for one in documents]
    return max([*codes, 1 if found else 0], key=_WEIGHT.__getitem__)


def differences(
    first: Mapping[str, JSON], backup: Mapping[str, JSON], phrases: Phrases
) -> Iterator[str]:
    """Each case that came out otherwise at the backup, in the order of the first run."""
    there = {(row["id"], row["case"]): row for row in backup["results"]}
    for row in first["results"]:
        other = there.get((row["id"], row["case"]))
        if other is None or _OPEN & {row["outcome"], other["outcome"]}:
            continue
        if row["outcome"] != other["outcome"]:
            why = other["message"] or row["message"]
            yield phrases(
                "backup.differs",
                name=f"{row['id']}[{row['case']}]",
                first=phrases.word("outcome", row["outcome"]),
                backup=phrases.word("outcome", other["outcome"]),
                why=_plain(why),
            )


def _plain(text: str) -> str:
    """``text`` on one line and without control characters: a relay's words are hostile input."""
    return "".join(char if char.isprintable() else " " for char in text)[:160]
