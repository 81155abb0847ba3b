"""One option for the language, and one variable for all verbs."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from conformance.cli.language import with_lang


@click.command()
@with_lang
def verb(lang: str) -> None:
    """Say which language was chosen."""
    click.echo(lang)


@pytest.mark.parametrize(
    ("arguments", "environ", "expected"),
    [
        ([], {}, "en"),
        ([], {"RELAY_CONFORMANCE_LANG": "zh"}, "zh"),
        (["--lang", "en"], {"RELAY_CONFORMANCE_LANG": "zh"}, "en"),
    ],
)
def test_the_flag_stands_before_the_environment(
    arguments: list[str], environ: dict[str, str], expected: str
) -> None:
    """English unless somebody says otherwise."""
    given = {"RELAY_CONFORMANCE_LANG": None, **environ}

    assert CliRunner().invoke(verb, arguments, env=given).output == f"{expected}\n"
