"""The pages of a certificate, rendered from what it claims: ``certificate.json``.

Rules of this package: pure, no clock; the same claims give the same octets. A
page shows what is claimed; whether it is true, ``relay-conformance verify`` says.
"""

from __future__ import annotations

from collections.abc import Mapping

from reports.certificate import markdown, page
from reports.certificate.seal import badge_of
from reports.document import JSON

__all__ = ["badge_of", "render"]


def render(claims: Mapping[str, JSON]) -> dict[str, str]:
    """Every page by the name of its file."""
    badge = badge_of(claims)
    return {
        "certificate.html": page.render(claims),
        "certificate.md": markdown.render(claims, "en"),
        "certificate.zh.md": markdown.render(claims, "zh"),
        "badge.svg": badge.as_svg(),
        "badge.json": badge.as_json(),
    }
