"""What a profile says about the capabilities of a relay.

Rules of this file: a profile is a name of ``specs/profiles`` or a YAML file. An
endpoint that it lists is a claim of that endpoint's capability.
"""

from __future__ import annotations

DOCUMENTED = "profile"
"""The capability of a relay whose own documents were chosen to judge it by."""


def supports(profile: str | None) -> tuple[str, ...] | None:
    """Claimed capabilities; ``None`` when the profile, or no profile, limits nothing.

    Raises :class:`UsageError` for a profile that cannot be read.
    """
    if profile is None:
        return None
    from conformance.catalog.promises import claims, read  # noqa: PLC0415 (brings yaml)

    claimed = claims(read(profile))
    return None if claimed is None else (*claimed, DOCUMENTED)


def promised(profile: str | None) -> dict[str, str]:
    """The models that the profile's documents name, by kind."""
    from conformance.catalog.promises import read  # noqa: PLC0415 (brings yaml)

    return dict(read(profile).get("models", {}))


def backups(profile: str | None) -> tuple[str, ...]:
    """Addresses that the profile says behave like the first one."""
    from conformance.catalog.promises import read  # noqa: PLC0415 (brings yaml)

    return tuple(read(profile).get("base_urls", ())[1:])
