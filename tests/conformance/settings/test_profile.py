"""A profile says which capabilities a relay claims."""

from __future__ import annotations

from pathlib import Path

import pytest

import specs
from conformance.errors import UsageError
from conformance.settings.profile import DOCUMENTED, backups, promised, supports


def test_no_profile_limits_nothing() -> None:
    """Without a profile everything is judged."""
    assert supports(None) is None


@pytest.mark.parametrize("name", specs.names("profiles"))
def test_each_shipped_profile_can_be_named(name: str) -> None:
    """The names that the error lists are the names that work."""
    claimed = supports(name)

    assert claimed is None or all(isinstance(one, str) for one in claimed)


def test_a_file_can_be_a_profile(tmp_path: Path) -> None:
    """A path of a YAML file takes the place of a name."""
    file = tmp_path / "mine.yaml"
    file.write_text("name: mine\ntitle: Mine\nsupports: [chat]\n")

    assert supports(str(file)) == ("chat", DOCUMENTED)


def test_a_profile_may_have_a_backup_address() -> None:
    """All addresses but the first."""
    assert backups("laozhang") == ("https://api-cf.laozhang.ai/v1",)
    assert backups("sozeer") == backups(None) == ()


def test_an_unknown_profile_names_the_known(tmp_path: Path) -> None:
    """The error lists valid names."""
    with pytest.raises(UsageError, match=specs.names("profiles")[0]):
        supports(str(tmp_path / "nope"))


def test_a_broken_profile_says_where(tmp_path: Path) -> None:
    """A file that is no YAML is a usage error."""
    file = tmp_path / "mine.yaml"
    file.write_text("{")

    with pytest.raises(UsageError, match=r"mine\.yaml"):
        supports(str(file))


def test_a_profile_may_name_models() -> None:
    """By kind, so that a run need not be told each."""
    assert promised("openai")["speech"] == "tts-1"
    assert promised("sozeer") == promised(None) == {}
