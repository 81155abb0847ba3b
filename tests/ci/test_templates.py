"""The templates of ``docs/ci`` are what their readers take."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

import specs
from conformance.settings.options import OPTIONS

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "ci"
KNOWN = {f"--{option.name}" for option in OPTIONS}


def yaml_of(name: str) -> Any:
    """A template's document."""
    return specs.parse((FOLDER / name).read_text(encoding="utf-8"), name).value


def instructions() -> list[tuple[str, str]]:
    """Each instruction of the Dockerfile, its lines joined."""
    text = (FOLDER / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines() if line.strip() and line[0] != "#"]
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines)]


@pytest.mark.parametrize("name", ["gitlab.yml", "github.yml", "Jenkinsfile"])
def test_the_options_that_a_template_shows_exist(name: str) -> None:
    """Of the command ``run``."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    shown = {
        word
        for line in text.splitlines()
        if "pip" not in line
        for word in re.findall(r"(?<![\w-])--[a-z][a-z-]+", line)
    }

    assert shown <= KNOWN


def test_the_gitlab_job_keeps_its_reports() -> None:
    """Also when it fails; a run without a verdict is amber."""
    job = yaml_of("gitlab.yml")["relay-conformance"]

    assert job["artifacts"]["when"] == "always"
    assert job["artifacts"]["reports"]["junit"] == "conformance-report/junit.xml"
    assert job["allow_failure"] == {"exit_codes": [3]}
    assert "latest" not in job["image"]


def test_the_gitlab_script_gives_each_variable_as_one_word() -> None:
    """What a variable holds is no further option."""
    lines = yaml_of("gitlab.yml")["relay-conformance"]["script"]
    words = [word for line in lines for word in shlex.split(line, posix=False) if "$" in word]

    assert len(words) >= 8
    assert all(word[0] == '"' for word in words)


def test_the_workflow_uses_our_action_with_inputs_that_it_has() -> None:
    """And gives the key as a secret."""
    action = specs.parse(
        (ROOT / ".github/actions/relay-conformance/action.yml").read_text(encoding="utf-8"), "a"
    ).value
    job = yaml_of("github.yml")["jobs"]["conformance"]
    step = next(step for step in job["steps"] if step.get("id") == "judge")

    assert set(step["with"]) <= set(action["inputs"])
    assert step["with"]["api-key"] == "${{ secrets.RELAY_KEY }}"
    assert yaml_of("github.yml")["permissions"] == {"contents": "read"}


def test_the_jenkinsfile_pastes_nothing_into_a_shell() -> None:
    """Every script stands in single quotes, and the key is a credential."""
    text = (FOLDER / "Jenkinsfile").read_text(encoding="utf-8")

    assert not re.search(r"\bsh\b[^\n]*\"", text)
    assert "credentials('relay-api-key')" in text
    assert text.count("{") == text.count("}")
    assert "junit testResults: 'conformance-report/junit.xml'" in text


def test_the_image_runs_as_nobody_in_particular() -> None:
    """By number, so that a cluster can tell; the last user is the one that counts."""
    found = instructions()
    users = [rest for word, rest in found if word == "USER"]

    assert users == ["10001:10001"]
    assert [word for word, _ in found[-4:]] == ["USER", "WORKDIR", "ENTRYPOINT", "CMD"]
    assert dict(found)["ENTRYPOINT"] == '["relay-conformance"]'


def test_the_base_of_the_image_is_pinned_by_a_tag() -> None:
    """Or by a digest that the builder gives."""
    found = instructions()
    base = next(rest for word, rest in found if word == "ARG").removeprefix("BASE=")

    assert re.fullmatch(r"python:3\.\d+-slim-\w+(@sha256:[0-9a-f]{64})?", base)
    assert all(rest.startswith("${BASE}") for word, rest in found if word == "FROM")


def test_the_image_is_built_of_files_that_are_there() -> None:
    """Each is let through to the builder, and no secret is an argument."""
    found = instructions()
    copied = [
        name
        for word, rest in found
        if word == "COPY" and not rest.startswith("--from")
        for name in shlex.split(rest)[:-1]
    ]
    passed = (FOLDER / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()

    assert all((ROOT / name).exists() for name in copied)
    assert {f"!{name}" for name in copied} == {line for line in passed if line.startswith("!")}
    assert "*" in passed
    assert not any(
        re.search("KEY|TOKEN|SECRET", rest) for word, rest in found if word in {"ARG", "ENV"}
    )
