"""Every sentence of a certificate is there in both languages."""

from __future__ import annotations

import re
import string
from typing import Any

import pytest

from reports.certificate.words import LIMITS, WORDS, claim, facts
from reports.phrases import LANGUAGES

HAN = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize("key", WORDS)
def test_a_phrase_is_translated_with_its_places(key: str) -> None:
    """Chinese is Chinese, English is not, and both fill in the same."""
    phrase = WORDS[key]
    places = {
        lang: {name for _, name, _, _ in string.Formatter().parse(text) if name}
        for lang, text in phrase.items()
    }

    assert set(phrase) == set(LANGUAGES)
    assert places["en"] == places["zh"]
    if key not in {"run.value", "other_language"}:
        assert HAN.search(phrase["zh"])
        assert not HAN.search(phrase["en"])


def test_the_limits_are_as_many_in_each_language() -> None:
    """What is not said is the same."""
    assert len(LIMITS["en"]) == len(LIMITS["zh"])
    assert all(HAN.search(sentence) for sentence in LIMITS["zh"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_fact_has_a_name_and_a_value(claims: dict[str, Any], lang: str) -> None:
    """What is not there has no row."""
    plain = facts(claims, lang)
    claims["reproduces"] = {"statement": "s", "key": "sha256:k"}
    claims["product"].pop("artifact")
    other = facts(claims, lang)

    assert all(row.name and all(row.values) for row in [*plain, *other])
    assert len(plain) == len(other)
    assert any("sha256:k" in row.values for row in other)
    assert not any("relay.tar" in row.values for row in other)


def test_the_claim_is_one_sentence(claims: dict[str, Any]) -> None:
    """With what it is about and how often it was seen."""
    assert claim(claims, "en") == (
        "Example Relay 2.4.1 kept every required rule of the set 2026-11 under the profile "
        "generic, in each of 1 runs."
    )
