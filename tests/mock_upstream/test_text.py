"""Words are drawn, cut and counted the same way every time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_upstream import text

LOCALES = ("en_US", "zh_CN", "ja_JP", "ko_KR", "ru_RU", "ar_AA", "th_TH", "hi_IN", "de_DE")


@given(st.text())
def test_pieces_joined_are_the_text(value: str) -> None:
    """No character is lost, no piece is empty, and each counts as one token."""
    pieces = text.pieces(value)

    assert value == "".join(pieces)
    assert all(pieces)
    assert len(pieces) == text.count(value)


@pytest.mark.parametrize(
    ("value", "pieces"),
    [
        ("Hello, world", ("Hello", ",", " world")),
        ("responsibility", ("responsi", "bility")),
        ("12345 ok", ("123", "45", " ok")),
        ("你好 a_b", ("你", "好", " a", "_", "b")),
        (" \n ", (" \n ",)),
    ],
)
def test_a_piece_is_about_a_word(value: str, pieces: tuple[str, ...]) -> None:
    """Blanks go with the word behind them."""
    assert pieces == text.pieces(value)


@pytest.mark.parametrize(
    ("value", "locale"),
    [
        ("hello", "en_US"),
        ("北京天气", "zh_CN"),
        ("東京の天気", "ja_JP"),
        ("날씨", "ko_KR"),
        ("погода", "ru_RU"),
        ("الطقس", "ar_AA"),
        ("מזג", "he_IL"),
        ("อากาศ", "th_TH"),
        ("καιρός", "el_GR"),
        ("¿qué?", "es_ES"),
        ("schön", "de_DE"),
        ("déjà", "fr_FR"),
        ("", "en_US"),
    ],
)
def test_letters_tell_the_language(value: str, locale: str) -> None:
    """Kana is Japanese even among ideographs."""
    assert locale == text.locale_of(value)


@pytest.mark.parametrize("locale", LOCALES)
def test_words_follow_from_the_seed(locale: str) -> None:
    """The same seed says the same, another seed something else, in the locale's letters."""
    said = text.words(30, seed=7, locale=locale)

    assert said == text.words(30, seed=7, locale=locale)
    assert said != text.words(30, seed=8, locale=locale)
    if locale not in ("en_US", "de_DE"):
        assert locale == text.locale_of(said) or locale in ("ja_JP", "hi_IN")


@pytest.mark.parametrize("number", [1, 4, 13, 200])
def test_so_many_words_as_asked(number: int) -> None:
    """Counted by blanks."""
    assert number == len(text.words(number, seed=1).split())


def test_sentences_end_in_a_stop() -> None:
    """In Chinese in a Chinese one."""
    assert text.sentences(3, seed=1).count(".") == 3
    assert text.sentences(3, seed=1, locale="zh_CN").count("。") == 3


def test_an_unknown_locale_is_refused() -> None:
    """It can be asked for before."""
    assert not text.is_locale("xx_XX")
    with pytest.raises(ValueError, match="no locale 'xx_XX'"):
        text.words(1, seed=1, locale="xx_XX")


def test_a_digest_tells_values_apart() -> None:
    """It is the same in every process."""
    assert text.digest(1, "a") == text.digest(1, "a")
    assert text.digest(1, "a") != text.digest("1", "a")
    assert text.digest() == 8180073448483349959


def test_an_unordered_digest_does_not_see_the_order_of_keys() -> None:
    """Everything else it tells apart."""
    assert text.digest_unordered({"a": 1, "b": 2}) == text.digest_unordered({"b": 2, "a": 1})
    assert text.digest_unordered([1, 2]) != text.digest_unordered([2, 1])
    assert text.digest_unordered({"a": 1}) == text.digest({"a": 1})


@pytest.mark.parametrize("gap", [" ", " \n\t ", ""])
def test_a_long_text_has_as_many_tokens_as_its_pieces(gap: str) -> None:
    """It is counted in blocks, of which none cuts a piece, and the end is counted too."""
    value = "".join(f"[{number:07d}]{gap}Wörter 都市{gap}" for number in range(12_000))

    assert text.count(value) == len(text.pieces(value))
    assert text.count(f"{value}  ") == len(text.pieces(f"{value}  "))
