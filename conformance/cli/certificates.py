"""The verbs ``certify`` and ``verify``.

Rules of this file: words to people and exit codes; what a certificate is stands
in ``conformance.certification``.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from conformance.cli.language import with_lang
from conformance.cli.run import judge, shape
from conformance.errors import SetupError, UsageError
from conformance.settings.options import OPTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from conformance.certification.keys import PublicKey, Signer
    from conformance.certification.order import Order
    from conformance.model import JSON
    from conformance.settings.values import RunSettings

KEY_ENV = "RELAY_SIGNING_KEY"
_OWN = frozenset({"out", "format"})
_HIDDEN = frozenset({"select", "skip", "level", "shard", "baseline", "baseline-update", "strict"})
_MOST_TOLD = 20


def _with_options(command: Callable[..., int]) -> Callable[..., int]:
    """Every option of ``run``; those that certify less are taken, to be refused with a reason."""
    for option in reversed(OPTIONS):
        if option.name not in _OWN:
            own = {**shape(option), "hidden": option.name in _HIDDEN}
            command = click.option(f"--{option.name}", option.field, **own)(command)
    return command


@click.command()
@_with_options
@click.option("--product", metavar="FILE", required=True, help="what is certified: product.yaml")
@click.option("--out", metavar="DIR", required=True, help="the bundle; it must not be there yet")
@click.option("--repeat", type=click.IntRange(2, 20), default=3, show_default=True, help="runs")
@click.option("--set", "set_name", metavar="YYYY-MM", help="the requirement set [the newest]")
@click.option("--signing-key", metavar="FILE", help=f"ed25519 private key, PEM [${KEY_ENV}]")
@click.option("--reproduces", metavar="BUNDLE", help="another party's bundle: level L2")
def certify(
    *,
    product: str,
    out: str,
    repeat: int,
    set_name: str | None,
    signing_key: str | None,
    reproduces: str | None,
    **flags: object,
) -> int:
    """Judge a relay several times and make a bundle that proves it.

    \b
    relay-conformance certify --profile generic --rig rig.yaml --product product.yaml --out bundle
    relay-conformance verify bundle --key signer.pub.pem
    """
    from conformance.certification import order as orders  # the whole judge
    from conformance.certification import sets
    from conformance.settings.resolve import resolve

    settings = resolve(flags, environ=os.environ, folder=Path.cwd())
    orders.refuse(settings)
    folder = Path(out)
    if folder.exists():
        raise UsageError(f"--out {folder}: is there already; a bundle is made in one go")
    described, octets = orders.product_in(Path(product))
    order = orders.Order(
        product=described,
        product_yaml=octets,
        profile=str(settings.profile),
        frozen=orders.scored_by(sets.load(set_name or sets.newest())),
        load=settings.load,
        rig=settings.rig,
        signer=_signer(signing_key),
    )
    if reproduces is not None:
        old = orders.reproducible(Path(reproduces), order, datetime.now(UTC).date())
        order = replace(order, reproduces=old)
    return produce(order, settings, folder, repeat, judge)


def produce(
    order: Order,
    settings: RunSettings,
    folder: Path,
    repeat: int,
    judge: Callable[[RunSettings], Mapping[str, JSON]],
) -> int:
    """Run, make the bundle, say what came of it; the exit code."""
    from conformance.certification import make  # the whole judge
    from reports.certificate.words import say, summary

    lang = settings.lang
    try:
        for number in range(1, repeat + 1):
            click.echo(say("run", lang, number=number, repeat=repeat), err=True)
            place = folder / "runs" / str(number)
            document = judge(replace(settings, out=str(place), formats=()))
            found = list(make.problems_of(order, document))
            if found and document["verdicts"]["documented"] == "no verdict":
                raise SetupError(f"run {number} came to no verdict: {found[0]}")
            if found:
                raise make.NotGreenError(found)
        claims = make.make(folder, order)
    except make.NotGreenError as error:
        _tell("no_certificate", error.problems, lang)
        click.echo(say("kept", lang, place=folder / "runs"), err=True)
        return 1
    sealed = say("signed" if order.signer else "not_signed", lang)
    click.echo(_plain(summary("made", lang, claims, folder=folder, sealed=sealed)))
    return 0


@click.command()
@click.argument("bundle")
@click.option("--key", "key_file", metavar="FILE", help="the public key that must have signed it")
@click.option("--at", "at", metavar="DATE", help="the day of which is asked [today]")
@click.option("--badge", "badge_dir", metavar="DIR", help="write the badge of that day")
@with_lang
def verify(
    *, bundle: str, key_file: str | None, at: str | None, badge_dir: str | None, lang: str
) -> int:
    """Check a certification bundle offline: its folder or its zip archive.

    \b
    relay-conformance verify bundle --key signer.pub.pem
    relay-conformance verify bundle.zip --at 2027-01-31
    """
    from conformance.certification.verify import verify as check  # the whole judge
    from reports.certificate.words import say, summary

    day = _day(at)
    found = check(Path(bundle), day, _public_key(key_file))
    for notice in found.notices:
        click.echo(say("note", lang, reason=_plain(notice)), err=True)
    if badge_dir is not None:
        _write_badge(Path(badge_dir), found.claims if found.is_only_expired else None, day)
    if found.problems or found.claims is None:
        _tell("refuse", found.problems, lang)
        return 1
    click.echo(_plain(summary("accept", lang, found.claims)))
    return 0


def _write_badge(folder: Path, claims: Mapping[str, JSON] | None, day: date) -> None:
    """Green in its term, grey after it or when the bundle is refused."""
    from reports.certificate import badge_of

    folder.mkdir(parents=True, exist_ok=True)
    shown = badge_of(claims, day)
    (folder / "badge.json").write_text(shown.as_json(), encoding="utf-8")
    (folder / "badge.svg").write_text(shown.as_svg(), encoding="utf-8")


def _signer(file: str | None) -> Signer | None:
    """The signer whose key is in ``file``, or else in the environment."""
    from conformance.certification.keys import signer

    if file is not None:
        return signer(_octets(file, "--signing-key"), f"--signing-key {file}")
    pem = os.environ.get(KEY_ENV, "")
    return signer(pem.encode(), KEY_ENV) if pem.strip() else None


def _public_key(file: str | None) -> PublicKey | None:
    from conformance.certification.keys import public_key

    return None if file is None else public_key(_octets(file, "--key"), f"--key {file}")


def _octets(file: str, flag: str) -> bytes:
    if "PRIVATE KEY" in file:
        raise UsageError(f"{flag} takes the name of a file; a key on a command line is a key lost")
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise UsageError(f"{flag} {file}: cannot be read: {error.strerror}") from error


def _day(text: str | None) -> date:
    if text is None:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--at {text!r}: write YYYY-MM-DD") from error


def _tell(what: str, problems: Sequence[str], lang: str) -> None:
    from reports.certificate.words import say

    for line in problems[:_MOST_TOLD]:
        click.echo(say(what, lang, reason=_plain(line)), err=True)
    if len(problems) > _MOST_TOLD:
        click.echo(say("more", lang, count=len(problems) - _MOST_TOLD), err=True)


def _plain(text: str) -> str:
    """``text`` on one line and without control characters: a bundle is hostile input."""
    return "".join(char if char.isprintable() else " " for char in text)
