"""The verb ``validate``: whether the files that people write can be used; sends nothing.

Rules of this file: what a file is stands in it: one key of each kind is its
own. Whoever reads the file in a run says what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import click

from conformance.errors import UsageError


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
def validate(*, files: tuple[str, ...]) -> int:
    """Check profiles, rigs, baselines, capabilities files and products; sends nothing.

    \b
    relay-conformance validate rig.yaml profiles/*.yaml baseline.yaml

    Exit code: 2 when a file cannot be used, 1 when a baseline is out of date.
    """
    code = 0
    today = datetime.now(UTC).date()
    for name in files:
        try:
            kind, stale = checked(Path(name), today)
        except UsageError as error:
            click.echo(str(error), err=True)
            code = 2
            continue
        for line in stale:
            click.echo(line, err=True)
        code = max(code, 1 if stale else 0)
        click.echo(f"{name}: {kind}, {'out of date' if stale else 'fine'}")
    return code


def checked(file: Path, today: date) -> tuple[str, tuple[str, ...]]:
    """What ``file`` is, and what has become untrue in it. Raises :class:`UsageError`."""
    import specs

    try:
        value = specs.parse(file.read_text(encoding="utf-8"), str(file)).value
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: cannot be read") from error
    except specs.SpecError as error:
        raise UsageError(str(error)) from error
    keys = value if isinstance(value, Mapping) else ()
    for key, (kind, read) in KINDS.items():
        if key in keys:
            return kind, tuple(read(file, today))
    known = ", ".join(f"{kind} (`{key}`)" for key, (kind, _) in KINDS.items())
    raise UsageError(f"{file}: neither of {known}, which are told by these keys")


def _rig(file: Path, _: date) -> Iterator[str]:
    """Keys that stand in the environment of the relay's owner are not looked up."""
    import specs
    from conformance.plan import check_claims
    from conformance.session.worker import capabilities

    try:
        document = specs.check(
            specs.parse(file.read_text(encoding="utf-8"), str(file)), "meta/rig.schema.json"
        )
        check_claims(document.get("supports", ()), capabilities())
    except specs.SpecError as error:
        raise UsageError(f"rig file {error}") from error
    except UsageError as error:
        raise UsageError(f"rig file {file}: {error}") from error
    yield from ()


def _baseline(file: Path, today: date) -> Iterator[str]:
    from conformance import baseline
    from conformance.catalog import load

    known = load()
    seen = [(case.requirement.id, case.instance.key) for case in known.cases()]
    yield from baseline.problems(baseline.load(file), seen, known.requirements, today)


def _capabilities(file: Path, _: date) -> Iterator[str]:
    from conformance.catalog.declared import read

    read(file)
    yield from ()


def _product(file: Path, _: date) -> Iterator[str]:
    from conformance.certification.order import product_in

    product_in(file)
    yield from ()


def _profile(file: Path, _: date) -> Iterator[str]:
    from conformance.catalog.promises import read

    read(str(file))
    yield from ()


KINDS: Mapping[str, tuple[str, Callable[[Path, date], Iterator[str]]]] = {
    "lanes": ("rig", _rig),
    "known": ("baseline", _baseline),
    "capabilities": ("capabilities", _capabilities),
    "vendor": ("product", _product),
    "title": ("profile", _profile),
}
"""The key that only one kind has -> what it is called, and who reads it."""
