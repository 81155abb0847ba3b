"""The option ``--lang`` of the verbs that print sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from conformance.settings.options import LANG_ENV

__all__ = ["titles", "with_lang"]

_Command = TypeVar("_Command", bound=Callable[..., Any])


def with_lang(command: _Command) -> _Command:
    """``command`` with ``--lang``, which the environment may set once for all verbs."""
    return click.option(
        "--lang",
        type=click.Choice(["en", "zh"]),
        default="en",
        show_default=True,
        envvar=LANG_ENV,
        help=f"language of what is printed [${LANG_ENV}]",
    )(command)


def titles(lang: str) -> Mapping[str, str]:
    """The titles of requirements in ``lang``, by id; none in English, which the rows have."""
    import specs  # yaml

    return dict(specs.language(lang)["titles"]) if lang in specs.names("languages") else {}
