"""The first layer that says something wins."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from conformance.errors import UsageError
from conformance.model import Level
from conformance.settings.resolve import BLACKBOX_CLAIMS, BLACKBOX_LIMITS, resolve
from conformance.settings.values import RunSettings, Target

PYPROJECT = '[tool.relay-conformance]\nmodel = "from-file"\ntimeout = 3\n'


def settled(folder: Path, environ: Mapping[str, str] | None = None, **flags: Any) -> RunSettings:
    """The settings of a run in ``folder``."""
    return resolve(flags, environ=environ or {}, folder=folder)


def test_nothing_said_is_an_embedded_run(tmp_path: Path) -> None:
    """The default needs neither key nor network."""
    assert settled(tmp_path) == RunSettings()


@pytest.mark.parametrize(
    ("flags", "environ", "expected"),
    [
        ({"model": "from-flag"}, {"OPENAI_MODEL": "from-env"}, "from-flag"),
        ({}, {"OPENAI_MODEL": "from-env"}, "from-env"),
        ({}, {}, "from-file"),
    ],
)
def test_flags_beat_environment_beats_file(
    tmp_path: Path, flags: dict[str, str], environ: dict[str, str], expected: str
) -> None:
    """The order is the one that the help states."""
    (tmp_path / "pyproject.toml").write_text(PYPROJECT)

    assert settled(tmp_path, environ, **flags).model == expected


def test_a_model_of_each_kind_may_come_from_another_layer(tmp_path: Path) -> None:
    """The layers add up, kind by kind; the first that names a kind wins."""
    (tmp_path / "pyproject.toml").write_text(
        '[tool.relay-conformance.model]\nchat = "c0"\nspeech = "s0"\nimages = "i0"\n'
    )

    found = settled(tmp_path, {"OPENAI_MODEL": "c1,speech=s1"}, model=["speech=s2"])

    assert (found.model, found.models) == ("c1", {"speech": "s2", "images": "i0"})
    with pytest.raises(UsageError, match="speech"):
        settled(tmp_path, model="speach=x")


def test_the_ini_file_of_pytest_comes_last(tmp_path: Path) -> None:
    """Keys of pytest fill what no other layer says."""
    (tmp_path / "pyproject.toml").write_text(PYPROJECT)

    found = resolve({}, environ={}, folder=tmp_path, below_files={"model": "ini", "level": "must"})

    assert (found.model, found.level, found.timeout_s) == ("from-file", Level.MUST, 3.0)


def test_an_address_makes_a_black_box_with_limits(tmp_path: Path) -> None:
    """A black-box run has a budget even when nobody sets one."""
    found = settled(tmp_path, {"OPENAI_API_KEY": " sk-1 "}, base_url="http://h", max_tokens=5)

    assert found.target is Target.BLACKBOX
    assert (found.base_url, found.api_key, found.timeout_s) == ("http://h/v1", "sk-1", 60.0)
    assert (found.max_requests, found.max_tokens) == (BLACKBOX_LIMITS["max_requests"], 5)


@pytest.mark.parametrize(
    ("flags", "is_core", "notices"),
    [
        ({"base_url": "http://h"}, True, 1),
        ({"base_url": "http://h", "profile": "openai"}, False, 0),
        ({"rig": "reference"}, False, 0),
    ],
)
def test_from_outside_only_what_every_relay_claims_is_judged(
    tmp_path: Path, flags: dict[str, Any], is_core: bool, notices: int
) -> None:
    """A profile says more; a rig says so itself; the user is told."""
    settings = settled(tmp_path, **flags)

    assert (settings.supports == BLACKBOX_CLAIMS) is is_core
    assert len(settings.notices) == notices


def test_a_load_is_light_unless_it_is_to_be_full(tmp_path: Path) -> None:
    """There is no other size."""
    assert settled(tmp_path).load == "light"
    assert settled(tmp_path, load="full").load == "full"
    with pytest.raises(UsageError, match="light, full"):
        settled(tmp_path, load="heavy")


def test_a_budget_of_nothing_is_kept(tmp_path: Path) -> None:
    """0 is a value, not the absence of one."""
    assert settled(tmp_path, max_requests=0).max_requests == 0


def test_the_environment_never_moves_a_rig(tmp_path: Path) -> None:
    """A rig's address is overridden by a flag only."""
    environ = {"OPENAI_BASE_URL": "http://env", "OPENAI_API_KEY": "sk-1"}

    assert settled(tmp_path, environ, rig="reference").base_url is None
    assert settled(tmp_path, environ, rig="r", base_url="http://h").base_url == "http://h/v1"
    assert settled(tmp_path, environ, rig="reference").api_key is None


def test_keys_come_from_a_variable_or_a_file(tmp_path: Path) -> None:
    """Any variable can be named; of a file the first line counts."""
    file = tmp_path / "key"
    file.write_text("sk-file\n")

    by_name = settled(tmp_path, {"MINE": "sk-mine"}, base_url="http://h", api_key_env="MINE")
    by_file = settled(tmp_path, base_url="http://h", api_key_file=str(file))

    assert (by_name.api_key, by_file.api_key) == ("sk-mine", "sk-file")
    assert settled(tmp_path, base_url="http://h").api_key is None


@pytest.mark.parametrize(
    ("flags", "environ", "words"),
    [
        ({"api_key_env": "GONE"}, {}, "GONE"),
        ({}, {"OPENAI_API_KEY": "a b"}, "odd characters"),
        ({"api_key_file": "/nonexistent/key"}, {}, "cannot be read"),
        ({"level": "never"}, {}, "must, should, may"),
        ({"lang": "xx"}, {}, "en, zh"),
        ({"shard": "3/2"}, {}, "I/N"),
        ({"profile": "nope"}, {}, "known profiles"),
    ],
)
def test_wrong_use_is_one_sentence(
    tmp_path: Path, flags: dict[str, Any], environ: dict[str, str], words: str
) -> None:
    """Each mistake names the option and what to write."""
    with pytest.raises(UsageError, match=words):
        settled(tmp_path, environ, base_url="http://h", **flags)


def test_an_empty_key_file_is_refused(tmp_path: Path) -> None:
    """A file without a key is no key."""
    file = tmp_path / "key"
    file.write_text("\n")

    with pytest.raises(UsageError, match="empty"):
        settled(tmp_path, base_url="http://h", api_key_file=str(file))


def test_a_capabilities_file_is_the_claim(tmp_path: Path) -> None:
    """In any mode, and with its models; a profile adds its documents, a flag its own model."""
    file = tmp_path / "c.yaml"
    file.write_text(
        "version: 1\nmodels: {chat: c, speech: s}\n"
        "capabilities: {chat: claimed, cors: {state: unsure, reason: '429'}}\n"
    )

    plain = settled(tmp_path, base_url="http://h", capabilities=str(file), model="mine")
    wired = settled(tmp_path, rig="reference", capabilities=str(file), profile="sozeer")
    generic = settled(tmp_path, base_url="http://h", capabilities=str(file), profile="generic")

    assert (plain.supports, plain.doubts) == (("chat",), {"cors": "unsure: 429"})
    assert (plain.model, plain.models) == ("mine", {"speech": "s"})
    assert plain.notices == ("the capabilities file claims 1, all else is left out",)
    assert wired.supports == ("chat", "profile")
    assert generic.supports == ("chat",)
