"""The certificate as one self-contained HTML page, in both languages.

Rules of this file: everything is there without scripts; the one script only
greys the page once its date is over. Every value is escaped.
"""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from reports.certificate.seal import badge_of
from reports.certificate.words import LIMITS, claim, facts, say
from reports.document import JSON
from reports.pages import environment
from reports.phrases import LANGUAGES

__all__ = ["render"]


def render(claims: Mapping[str, JSON]) -> str:
    """The page."""
    return (
        environment()
        .get_template("certificate.html.j2")
        .render(
            claims=claims,
            languages=LANGUAGES,
            say=say,
            claim=claim,
            facts=facts,
            limits=LIMITS,
            badge=Markup(badge_of(claims).as_svg()),  # noqa: S704 (built and escaped by ourselves)
        )
    )
