"""Scripts that load, and what is said about those that do not."""

from __future__ import annotations

from pathlib import Path

import pytest

import specs
from mock_upstream.scenario.load import load, load_file, load_text
from mock_upstream.scenario.problems import ScriptError

SCENARIOS = specs.names("scenarios")


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_shipped_script_loads(name: str) -> None:
    """The scripts of ``specs/scenarios`` are right."""
    assert load(specs.load_yaml(f"scenarios/{name}.yaml")).upstreams


def test_a_file_is_yaml_or_json(tmp_path: Path) -> None:
    """Both say the same script, whatever the name of the file."""
    yaml, json = tmp_path / "a.yaml", tmp_path / "a.json"
    yaml.write_text("version: 1\nupstreams:\n  primary: {use: healthy}\n", encoding="utf-8")
    json.write_text('{"version": 1, "upstreams": {"primary": {"use": "healthy"}}}', "utf-8")

    assert load_file(yaml).source == load_file(json).source


@pytest.mark.parametrize(
    ("text", "line", "pointer", "word"),
    [
        pytest.param("a: [\n", 2, "", "not YAML", id="syntax"),
        pytest.param("a: 1\na: 2\n", 2, "", "duplicate key", id="duplicate"),
        pytest.param("version: 2\nupstreams: {a: {}}\n", 1, "/version", "allowed: 1", id="version"),
        pytest.param(
            "version: 1\nupstreams:\n  a:\n    ruls: []\n",
            3,
            "/upstreams/a",
            "unknown key 'ruls'; allowed: dialect, door, key, limits",
            id="unknown key",
        ),
    ],
)
def test_a_problem_has_file_line_pointer_and_advice(
    text: str, line: int, pointer: str, word: str
) -> None:
    """The first words of the sentence lead to the place."""
    with pytest.raises(ScriptError) as caught:
        load_text(text, "my.yaml")

    problem = caught.value.problems[0]
    assert (problem.line, problem.pointer) == (line, pointer)
    assert str(caught.value).startswith(f"my.yaml:{line}: {pointer or '/'}: ")
    assert word in str(caught.value)


def test_a_value_without_text_has_no_lines() -> None:
    """A script that came as JSON over the control API is told by pointers."""
    with pytest.raises(ScriptError, match=r"^<script>: /: key 'version' is missing; add it$"):
        load({"upstreams": {"a": {}}})
