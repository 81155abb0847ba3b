"""Self-contained pages.

Rules of this file: jinja with escaping always on, no script, no address outside;
every value passes the cleaner of ``reports.text`` on its way out.
"""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from reports.phrases import Phrases
from reports.run import OUTCOMES
from reports.text import clean, line

__all__ = ["environment", "page"]


def environment() -> Environment:
    """Jinja with escaping always on, and every value cleaned on its way out."""
    return Environment(
        loader=PackageLoader("reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_finalize,
    )


def page(template: str, lang: str, **values: object) -> str:
    """The page about several runs that ``template`` makes of ``values``, in ``lang``."""
    jinja = environment()
    jinja.globals.update(t=Phrases(lang), outcomes=OUTCOMES)  # the style needs both
    jinja.filters.update(line=line)
    return jinja.get_template(template).render(**values)


def _finalize(value: object) -> object:
    """Clean whatever a template forgot to bound; markup of our own passes."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value
