"""The certificate as one self-contained HTML page, in both languages.

Rules of this file: everything is there without scripts; the one script only
greys the page once its date is over. Every value is escaped.
"""

from __future__ import annotations

from collections.abc import Mapping

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from reports.certificate.seal import badge_of
from reports.certificate.words import LIMITS, claim, facts, say
from reports.document import JSON
from reports.phrases import LANGUAGES
from reports.text import clean

__all__ = ["render"]


def render(claims: Mapping[str, JSON]) -> str:
    """The page."""
    environment = Environment(
        loader=PackageLoader("reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_finalize,
    )
    return environment.get_template("certificate.html.j2").render(
        claims=claims,
        languages=LANGUAGES,
        say=say,
        claim=claim,
        facts=facts,
        limits=LIMITS,
        badge=Markup(badge_of(claims).as_svg()),  # noqa: S704 (built and escaped by ourselves)
    )


def _finalize(value: object) -> object:
    """Clean what a template says; markup of our own passes."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value
