"""The certificate as Markdown.

Rules of this file: a value is one line, and every character that Markdown or
HTML could act on is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from reports.certificate.words import LIMITS, claim, facts, say
from reports.document import JSON

__all__ = ["render"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$])")


def render(claims: Mapping[str, JSON], lang: str) -> str:
    """The page in one language."""
    rows = [
        f"| {_escaped(row.name)} | {'<br>'.join(_escaped(value) for value in row.values)} |"
        for row in facts(claims, lang)
    ]
    return "\n".join(
        [
            f"# {say('title', lang)}",
            "",
            _escaped(claim(claims, lang)),
            "",
            "| | |",
            "|---|---|",
            *rows,
            "",
            f"## {say('limits', lang)}",
            "",
            *(f"- {sentence}" for sentence in LIMITS[lang]),
            "",
            f"## {say('check', lang)}",
            "",
            say("check.text", lang),
            "",
            "```sh",
            "relay-conformance verify BUNDLE --key signer.pub.pem",
            "```",
            "",
        ]
    )


def _escaped(text: str) -> str:
    return escape(_SPECIAL.sub(r"\\\1", text), quote=False)
