"""The table of options names each option once for every reader."""

from __future__ import annotations

from conformance.settings.options import OPTIONS


def test_names_are_unique_in_each_form() -> None:
    """Flags, ini keys and fields never clash."""
    for form in ("name", "field", "pytest_flag", "ini"):
        names = [getattr(option, form) for option in OPTIONS]
        assert len(set(names)) == len(names)


def test_names_for_pytest_carry_the_prefix() -> None:
    """``--base-url`` belongs to another plugin, so ours is ``--relay-url``."""
    flags = [option.pytest_flag for option in OPTIONS]

    assert all(flag.startswith("--relay-") for flag in flags)
    assert flags[0] == "--relay-url"
    assert OPTIONS[0].ini == "relay_url"
