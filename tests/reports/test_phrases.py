"""Every phrase stands in both languages, and every one is used."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

import conformance
import reports
from reports.findings import GROUPS
from reports.phrases import LANGUAGES, PHRASES, Phrases
from reports.run import OUTCOMES, VERDICTS


def places(text: str) -> set[str | None]:
    """The names that a phrase wants filled in."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key", PHRASES)
def test_a_phrase_stands_in_both_languages(key: str) -> None:
    """Neither is empty, and both want the same values."""
    phrase = PHRASES[key]

    assert set(phrase) == set(LANGUAGES)
    assert all(text.strip() for text in phrase.values())
    assert places(phrase["en"]) == places(phrase["zh"])


@pytest.mark.parametrize("key", PHRASES)
def test_chinese_phrases_are_chinese(key: str) -> None:
    """A phrase with words has Chinese characters in the Chinese column."""
    assert re.search(r"[\u3001-\u9fff\uff00-\uffef]", PHRASES[key]["zh"])


def test_every_phrase_is_used() -> None:
    """Each key, or the first part of a composed one, stands in the code or a template."""
    folder = Path(str(reports.__path__[0]))
    judge = Path(str(conformance.__path__[0]))
    files = [*folder.glob("*.py"), *folder.glob("templates/*.j2"), *judge.rglob("*.py")]
    code = "".join(f.read_text(encoding="utf-8") for f in files if not f.name.startswith("phrases"))

    unused = [
        key
        for key in PHRASES
        if not any(f"{mark}{key}{mark}" in code for mark in "'\"")
        and not re.search(rf"[\"'{{]{key.split('.')[0]}(\.|[\"'],? )", code)
        and key.split(".")[0] not in {"documented", "strict"}
    ]
    assert unused == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_composed_key_is_there(language: str) -> None:
    """Outcomes, groups and verdicts all have their phrases."""
    phrases = Phrases(language)

    keys = [f"{kind}.{outcome}" for kind in ("outcome", "meaning") for outcome in OUTCOMES]
    keys += [f"group.{outcome}" for outcome in GROUPS]
    keys += [f"{kind}.{v}" for kind in ("verdict", "documented", "strict") for v in VERDICTS]
    assert all(phrases(key) for key in keys)


def test_a_new_word_stands_for_itself() -> None:
    """A blame that a newer suite invents is shown as it is."""
    assert Phrases("zh").word("blame", "relay") == "中转站"
    assert Phrases("zh").word("blame", "weather") == "weather"
    assert Phrases().word("blame", None) == "–"  # noqa: RUF001 (a dash is meant)


def test_an_unknown_language_is_refused() -> None:
    """The error names the languages there are."""
    with pytest.raises(ValueError, match="no language 'fr': choose en, zh"):
        Phrases("fr")
