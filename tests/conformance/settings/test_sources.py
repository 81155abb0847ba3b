"""Values are found in the environment and in TOML files."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.errors import UsageError
from conformance.settings.sources import from_environment, from_files


def test_the_environment_gives_address_and_model() -> None:
    """The variables of the OpenAI SDKs are read; empty ones are not."""
    values, notices = from_environment(
        {"OPENAI_BASE_URL": "http://h", "OPENAI_MODEL": "", "OPENAI_API_KEY": "k"}
    )

    assert (values, notices) == ({"base_url": "http://h"}, ())


def test_the_old_name_is_read_with_a_notice() -> None:
    """OPENAI_API_BASE still works."""
    values, notices = from_environment({"OPENAI_API_BASE": "http://h"})

    assert values == {"base_url": "http://h"}
    assert "OPENAI_API_BASE" in notices[0]


def test_pyproject_gives_its_own_table(tmp_path: Path) -> None:
    """``[tool.relay-conformance]`` is read, dashes or underscores alike."""
    text = '[tool.relay-conformance]\nmax-requests = 5\napi_key_env = "K"\n'
    (tmp_path / "pyproject.toml").write_text(text)

    assert from_files(None, tmp_path) == {"max_requests": 5, "api_key_env": "K"}


@pytest.mark.parametrize("text", [None, "[project]\nname = 'x'\n"])
def test_a_project_without_our_table_says_nothing(tmp_path: Path, text: str | None) -> None:
    """Without a table, or without a file, there are no values."""
    if text:
        (tmp_path / "pyproject.toml").write_text(text)

    assert from_files(None, tmp_path) == {}


def test_a_config_file_needs_no_table(tmp_path: Path) -> None:
    """``--config`` takes a file of plain keys."""
    file = tmp_path / "relay.toml"
    file.write_text("strict = true\n")

    assert from_files(file, tmp_path) == {"strict": True}


@pytest.mark.parametrize(
    ("text", "words"),
    [("max-request = 1", "near: max-requests"), ("x", "not TOML"), (None, "cannot be read")],
)
def test_a_broken_file_is_a_usage_error(tmp_path: Path, text: str | None, words: str) -> None:
    """Unknown keys name near ones."""
    file = tmp_path / "relay.toml"
    if text:
        file.write_text(text)

    with pytest.raises(UsageError, match=words):
        from_files(file, tmp_path)
