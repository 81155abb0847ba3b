"""What a run says of itself is English text, and carries the other languages."""

# ruff: noqa: RUF001 (Chinese punctuation is meant)

from __future__ import annotations

import copy
import json

from reports.said import said, told, translations


def test_a_sentence_is_english_to_whoever_does_not_ask() -> None:
    """It compares, joins and serialises as text."""
    sentence = said("rig.ready", name="litellm")

    assert sentence == "litellm is ready"
    assert json.dumps([sentence]) == '["litellm is ready"]'
    assert told(sentence, "en") == sentence
    assert told(sentence, "zh") == "litellm 已就绪"
    assert told("litellm is ready", "zh") == "litellm is ready"
    assert told(copy.deepcopy(sentence), "zh") == "litellm 已就绪"


def test_what_is_filled_in_is_told_in_the_same_language() -> None:
    """A sentence may hold another one."""
    whole = said("row.no_case", place="b.yaml:1", name="SSE-001", deletion=said("row.delete"))

    assert whole == "b.yaml:1: row SSE-001 matches no case; delete the baseline row"
    assert told(whole, "zh") == "b.yaml:1：SSE-001 行没有匹配的用例；请删除该基线行"


def test_only_what_carries_a_language_is_translated() -> None:
    """Plain text has no translation."""
    sentence = said("rig.ready", name="litellm")

    assert translations([sentence, "plain"], "zh") == {"litellm is ready": "litellm 已就绪"}
