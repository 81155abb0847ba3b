"""LiteLLM's configuration and rig document lead each lane to its own upstreams."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import specs
from conformance.catalog.kinds import kinds
from conformance.rigs import litellm, quiet, sessions

MOCK = "http://127.0.0.1:9100"


def config_of(*lanes: str) -> dict[str, Any]:
    """LiteLLM's configuration for these lanes of the mock."""
    wiring = {lane: sessions.expected(MOCK, lane) for lane in lanes}
    return litellm.config(litellm.read_recipe(), wiring)


def test_the_recipe_and_its_lock_name_the_same_version() -> None:
    """What is installed is what the rig says it is."""
    recipe = litellm.read_recipe()

    lock = specs.path("rigs", recipe["lock"]).read_text(encoding="utf-8")

    assert f"\nlitellm=={recipe['version']}\n" in lock


def test_each_kind_of_model_has_its_backup() -> None:
    """The two model names of a kind lead to the lane's two upstreams, joined by a fallback."""
    config = config_of("lane-0")

    leads = {
        row["model_name"]: (row["litellm_params"]["api_base"], row["litellm_params"]["api_key"])
        for row in config["model_list"]
    }
    for name in ("lane-0", "lane-0-embeddings", "lane-0-images"):
        primary, backup = f"{MOCK}/s/lane-0/primary/v1", f"{MOCK}/s/lane-0/backup/v1"
        assert leads[name] == (primary, "sk-mock-lane-0-primary")
        assert leads[f"{name}-backup"] == (backup, "sk-mock-lane-0-backup")
        assert {name: [f"{name}-backup"]} in config["router_settings"]["fallbacks"]


def test_each_kind_has_an_upstream_model_of_its_own() -> None:
    """LiteLLM asks the endpoint of a completions model only when its prefix says so."""
    behind = {
        row["model_name"]: row["litellm_params"]["model"]
        for row in config_of("lane-0")["model_list"]
    }

    assert behind["lane-0"] == "openai/gpt-4o-mini"
    assert behind["lane-0-completions"].startswith("text-completion-openai/")


def test_the_recipe_has_a_model_for_each_endpoint_that_it_claims() -> None:
    """An endpoint without a model of its kind would be asked with the chat model."""
    recipe = litellm.read_recipe()
    claimed = [row for row in specs.endpoints() if row.get("capability") in recipe["supports"]]

    assert {row["model"] for row in claimed if "model" in row} <= recipe["models"].keys()
    assert recipe["models"].keys() <= set(kinds())


def test_retries_and_cool_downs_are_off() -> None:
    """One probe neither repeats itself nor spoils the next."""
    config = config_of("lane-0")

    assert config["router_settings"]["num_retries"] == 0
    assert config["router_settings"]["disable_cooldowns"] is True
    assert {row["litellm_params"]["max_retries"] for row in config["model_list"]} == {0}


def test_a_lane_with_a_limit_has_no_way_around_it() -> None:
    """It counts by the minute or what is under way, never falls back, and only chats."""
    config = config_of("lane-0", *litellm.RATIONED)

    params = {row["model_name"]: row["litellm_params"] for row in config["model_list"]}
    assert not {"rpm", "tpm"} & params["lane-0"].keys()
    assert [params[lane].get("rpm") for lane in litellm.RATIONED] == [2, 5, None, None]
    assert params["metered-0"]["tpm"] == 500
    assert params["narrow-0"]["max_parallel_requests"] == 4
    assert not any(lane in str(config["router_settings"]) for lane in litellm.RATIONED)


def test_each_role_with_a_limit_has_a_lane() -> None:
    """What the recipe says of a role, some lane is given."""
    assert set(litellm.RATIONED.values()) == litellm.read_recipe()["limits"].keys()


def test_a_translated_lane_leads_to_an_upstream_of_another_dialect() -> None:
    """By the model's prefix; the version in the address is that dialect's own."""
    config = config_of(*litellm.TRANSLATED)
    params = {row["model_name"]: row["litellm_params"] for row in config["model_list"]}

    chat, messages = params["chat-over-anthropic-0"], params["messages-over-openai-0-backup"]
    assert chat["model"].startswith("anthropic/")
    assert chat["api_base"] == f"{MOCK}/s/chat-over-anthropic-0/primary"
    gemini, responses = params["chat-over-gemini-1"], params["responses-over-chat-0"]
    assert gemini["model"].startswith("gemini/")
    assert gemini["api_base"] == f"{MOCK}/s/chat-over-gemini-1/primary/v1beta"
    assert responses["api_base"] == f"{MOCK}/s/responses-over-chat-0/primary/v1"
    assert messages["model"].startswith("openai/")
    assert messages["api_base"] == f"{MOCK}/s/messages-over-openai-0/backup/v1"
    assert set(litellm.TRANSLATED.values()) == litellm.read_recipe()["translated"].keys()


def test_the_clients_key_is_the_one_litellm_knows() -> None:
    """The key of every lane is the master key of the configuration."""
    assert litellm.read_recipe()["api_key"] == config_of()["general_settings"]["master_key"]


def test_the_pasted_configuration_is_what_the_rig_would_write() -> None:
    """Somebody else's LiteLLM gets the same lanes as ours."""
    assert yaml.safe_load(litellm.paste(MOCK + "/", 2)) == config_of(
        "lane-0", "lane-1", *litellm.RATIONED, *litellm.TRANSLATED
    )


def test_a_started_rig_keeps_its_schema(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The document is valid, names every lane, and the temporary config is gone."""
    seen: dict[str, Any] = {}

    @contextlib.contextmanager
    def fake_running(
        command: tuple[str, ...], *, health: str, log_file: Path, **_: object
    ) -> Iterator[None]:
        seen.update(health=health, folder=log_file.parent)
        seen["config"] = json.loads(Path(command[2]).read_text(encoding="utf-8"))
        yield

    monkeypatch.setattr(litellm, "ensure", lambda *_, **__: tmp_path / "bin")
    monkeypatch.setattr(litellm, "running", fake_running)
    monkeypatch.setattr(sessions, "create", sessions.expected)

    with litellm.start(MOCK, lanes=2, log=quiet) as rig:
        problems = list(specs.validator("meta/rig.schema.json").iter_errors(rig))

    assert problems == []
    special = [*litellm.RATIONED, *litellm.TRANSLATED]
    lanes = {lane["name"]: lane for lane in rig["lanes"]}
    assert list(lanes) == ["lane-0", "lane-1", *special]
    assert rig["lanes"][0]["models"]["speech"] == "lane-0-speech"
    assert lanes["narrow-0"]["role"] == "narrow"
    assert lanes["narrow-0"]["limits"] == {"concurrency": 4}
    assert lanes["narrow-0"]["models"] == {}
    assert lanes["chat-over-anthropic-0"]["role"] == "chat-over-anthropic"
    assert seen["config"] == config_of("lane-0", "lane-1", *special)
    assert seen["health"].endswith("/health/liveliness")
    assert not seen["folder"].exists()
