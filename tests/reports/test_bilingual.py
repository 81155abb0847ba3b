"""Both languages stand in the page, marked, escaped and cleaned."""

from __future__ import annotations

from reports.bilingual import Bilingual
from reports.phrases import LANGUAGES


def test_a_phrase_has_an_element_for_each_language() -> None:
    """A class to show it by, and the tag for readers aloud."""
    expected = '<span class="en" lang="en">relay</span>'
    expected += '<span class="zh" lang="zh-Hans">中转站</span>'

    assert expected == Bilingual().word("blame", "relay")


def test_what_is_the_same_stands_once() -> None:
    """A new word and a dash are no phrase of a language."""
    assert Bilingual().word("blame", "weather") == "weather"
    assert Bilingual().word("blame", None) == "–"  # noqa: RUF001 (a dash is meant)


def test_what_is_filled_in_is_escaped_and_cleaned() -> None:
    """A value never becomes markup."""
    told = Bilingual()("place", at="<b>\x1b\u202e")

    assert told.count("&lt;b&gt;⟨ESC⟩⟨U+202E⟩") == len(LANGUAGES)
    assert "<b>" not in told


def test_a_new_word_is_escaped_too() -> None:
    """It comes from a run."""
    assert Bilingual().word("blame", "<i>") == "&lt;i&gt;"


def test_plain_text_and_texts_one_by_one() -> None:
    """For a title, and for pictures, where no span can stand."""
    both = Bilingual()

    assert both.plain("claimed.yes") == "yes · 是"
    assert both.each("lane.silence", time="1 s") == [
        ("en", ("en", "1 s silent")),
        ("zh", ("zh-Hans", "静默 1 s")),
    ]
    assert both.each_word("end", "odd") == [("en", ("en", "odd")), ("zh", ("zh-Hans", "odd"))]


def test_what_a_run_says_is_escaped() -> None:
    """Titles come with the run."""
    english = '<span lang="en">&lt;b&gt;</span>'

    assert Bilingual().said({"en": "<b>", "zh": "<b>"}) == english
    assert 'lang="zh-Hans">乙<' in Bilingual().said({"en": "b", "zh": "乙"})
