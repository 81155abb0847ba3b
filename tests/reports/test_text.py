"""Hostile text becomes visible and bounded, and nothing is dropped in silence."""

from __future__ import annotations

import sys
import unicodedata
import xml.etree.ElementTree as ET

import pytest

from reports.text import HARD_LIMIT, clean, fit, line, pretty


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("a\tb\nc", "a\tb\nc"),
        ("\x1b[31mred", "⟨ESC⟩[31mred"),
        ("a\x00b", "a⟨NUL⟩b"),
        ("a\r\nb", "a⟨CR⟩\nb"),
        ("\x9b", "⟨U+009B⟩"),
        ("\u202eabc", "⟨U+202E⟩abc"),
        ("\ufeffdata", "⟨U+FEFF⟩data"),
        ("\ud83d", "⟨U+D83D⟩"),
        ("\U0001fffe", "⟨U+1FFFE⟩"),
        ("\U000e0041", "⟨U+E0041⟩"),
        ("你好 é 👩‍💻", "你好 é 👩‍💻"),
    ],
)
def test_what_could_act_is_named(value: str, shown: str) -> None:
    """Each character that acts on a reader has a visible stand-in; others stay."""
    assert shown == clean(value)


def test_no_control_or_format_character_is_left() -> None:
    """Over all of Unicode only tab, line feed and joiners survive of Cc, Cs and Cf."""
    everything = "".join(map(chr, range(sys.maxunicode + 1)))

    shown = set(clean(everything, 10_000_000))

    left = {c for c in shown if unicodedata.category(c) in {"Cc", "Cs"}}
    assert {"\t", "\n"} == left
    bidi = {c for c in shown if unicodedata.bidirectional(c) in {"LRE", "RLE", "LRO", "RLO", "PDF"}}
    assert set() == bidi


def test_cleaned_text_is_legal_xml(hostile: str) -> None:
    """What was cleaned can be parsed back from XML unchanged."""
    element = ET.Element("a")
    element.text = clean(hostile)

    assert element.text == ET.fromstring(ET.tostring(element, "unicode")).text


def test_cleaning_twice_changes_nothing(hostile: str) -> None:
    """A stand-in is not hostile itself."""
    once = clean(hostile, 1_000)

    assert once == clean(once)


def test_a_cut_tells_the_whole_length() -> None:
    """A text over the limit ends with how long it was."""
    assert clean("x" * 5_000_000, 3) == "xxx… [cut; 5000000 characters in all]"


def test_stand_ins_count_for_the_limit() -> None:
    """Control characters cannot make a text longer than asked."""
    assert len(clean("\x00" * 10, 10, note="")) == 10


def test_a_line_has_no_line_end(hostile: str) -> None:
    """White space of any kind becomes one space, and the limit holds."""
    assert line(" a\n\tb \r\n c ", 10) == "a b c"
    assert "\n" not in line(hostile, 50)
    assert len(line(hostile, 50)) <= 51


@pytest.mark.parametrize(
    ("value", "shown"),
    [("1", '"1"'), (1, "1"), (None, "null"), ("é\x00", '"é\\u0000"'), ([1], "[\n  1\n]")],
)
def test_json_is_shown_as_json(value: object, shown: str) -> None:
    """A string differs from the number it spells."""
    assert shown == pretty(value, 100)


def test_deep_json_is_named_not_shown() -> None:
    """A value too deep for the encoder does no harm."""
    value: list[object] = []
    for _ in range(100_000):
        value = [value]

    assert pretty(value, 100) == "[nested too deeply to show]"


def test_pieces_fit_by_octets() -> None:
    """Pieces are taken in order until the first that does not fit."""
    assert fit(["é", "b", "cc", "d"], 4) == ["é", "b"]
    assert fit(["é"], 1) == []


def test_the_hard_limit_is_the_default() -> None:
    """No value passes unbounded."""
    assert len(clean("x" * (HARD_LIMIT + 1), note="")) == HARD_LIMIT
