"""Words: drawn from a seed in many languages, cut into pieces, and counted.

Rules of this file: pure functions of their arguments. A *piece* is what one
stream event carries and what counts as one token: a word of up to eight
letters with the blanks before it, three digits, one ideograph or kana, or one
sign. Real tokenizers differ; what matters is that counts add up, and that the
pieces joined give the text back.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from hashlib import blake2b
from random import Random
from typing import TYPE_CHECKING

from faker import Faker
from faker.config import AVAILABLE_LOCALES

from mock_upstream import jsontext
from mock_upstream.jsontext import JSON

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "count",
    "digest",
    "digest_unordered",
    "is_locale",
    "locale_of",
    "pieces",
    "sentences",
    "words",
]

DEFAULT_LOCALE = "en_US"

_WIDE = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
_PIECE = re.compile(rf"\s*(?:[{_WIDE}]|[^\W\d_{_WIDE}]{{1,8}}|\d{{1,3}}|[^\s])|\s+")

_BEGIN = re.compile(r"\S(?=\s)")
_BLOCK = 2**16

_SCRIPTS = tuple(
    (re.compile(pattern), locale)
    for pattern, locale in (
        ("[\u3040-\u30ff]", "ja_JP"),
        ("[\uac00-\ud7af]", "ko_KR"),
        ("[\u3400-\u9fff]", "zh_CN"),
        ("[\u0400-\u04ff]", "ru_RU"),
        ("[\u0600-\u06ff]", "ar_AA"),
        ("[\u0590-\u05ff]", "he_IL"),
        ("[\u0e00-\u0e7f]", "th_TH"),
        ("[\u0370-\u03ff]", "el_GR"),
        ("[ñ¿¡]", "es_ES"),
        ("[äöüß]", "de_DE"),
        ("[àâçèéêëîïôùûœ]", "fr_FR"),
    )
)
"""The first script met decides; kana before ideographs, which Japanese has too."""

_UNSPACED = frozenset({"zh_CN", "zh_TW", "ja_JP", "th_TH"})
_ENDS = {"zh_CN": "。", "zh_TW": "。", "ja_JP": "。", "th_TH": " ", "hi_IN": "।"}
_VOCABULARY = 400


def pieces(text: str) -> tuple[str, ...]:
    """``text`` in its smallest parts; joined they are ``text`` again."""
    return tuple(_PIECE.findall(text))


def count(text: str) -> int:
    """Tokens of ``text``, as this mock counts them."""
    if len(text) <= _BLOCK:
        return len(_PIECE.findall(text))
    return sum(_count(block) for block in _blocks(text))


def _blocks(text: str) -> Iterator[str]:
    """``text`` cut where a piece begins, so that a long one that comes again is known."""
    start = 0
    while len(text) - start > _BLOCK and (cut := _BEGIN.search(text, start + _BLOCK)):
        yield text[start : cut.end()]
        start = cut.end()
    yield text[start:]


@lru_cache(256)
def _count(block: str) -> int:
    return len(_PIECE.findall(block))


def digest(*parts: JSON) -> int:
    """A number of 64 bits that only equal ``parts`` share; a seed, not a secret."""
    return _number(jsontext.dumps(parts))


def digest_unordered(*parts: JSON) -> int:
    """The same, whatever order the keys of objects have."""
    return _number(jsontext.canonical(parts))


def _number(octets: bytes) -> int:
    """64 bits of a digest."""
    return int.from_bytes(blake2b(octets, digest_size=8).digest())


def is_locale(name: str) -> bool:
    """Whether words can be drawn in the locale ``name``."""
    return name in AVAILABLE_LOCALES


def locale_of(text: str) -> str:
    """The locale of a text, by the letters that give it away; English otherwise."""
    if text.isascii():
        return DEFAULT_LOCALE
    return next((locale for pattern, locale in _SCRIPTS if pattern.search(text)), DEFAULT_LOCALE)


def words(number: int, *, seed: int, locale: str = DEFAULT_LOCALE) -> str:
    """A text of exactly ``number`` words, in sentences.

    Raises ValueError for a locale that faker does not have.
    """
    rng = Random(seed)  # noqa: S311 (words of a mock, no secret)
    left, out = number, []
    while left > 0:
        length = min(left, rng.randint(4, 12))
        out.append(_sentence(rng, length, locale))
        left -= length
    return _joined(out, locale)


def sentences(number: int, *, seed: int, locale: str = DEFAULT_LOCALE) -> str:
    """So many sentences. Raises ValueError for a locale that faker does not have."""
    rng = Random(seed)  # noqa: S311 (words of a mock, no secret)
    return _joined([_sentence(rng, rng.randint(4, 12), locale) for _ in range(number)], locale)


def _joined(parts: list[str], locale: str) -> str:
    """Sentences side by side, spaced where the language does so."""
    return ("" if locale in _UNSPACED else " ").join(parts).rstrip()


def _sentence(rng: Random, length: int, locale: str) -> str:
    """One sentence of ``length`` words."""
    drawn = rng.choices(_vocabulary(locale), k=length)
    text = ("" if locale in _UNSPACED else " ").join(drawn)
    return text[:1].upper() + text[1:] + _ENDS.get(locale, ".")


@cache
def _vocabulary(locale: str) -> tuple[str, ...]:
    """Words of a locale, always the same, without blanks.

    faker has no running text for some (Korean, Hindi) but Latin; those get the
    words of its cities and companies.
    """
    if not is_locale(locale):
        raise ValueError(f"faker has no locale {locale!r}")
    fake = Faker(locale)
    fake.seed_instance(0)
    drawn = fake.words(_VOCABULARY)
    if locale != "la" and "veniam" in {word.lower() for word in drawn}:
        names = [f"{fake.city()} {fake.catch_phrase()} {fake.last_name()}" for _ in range(200)]
        drawn = " ".join(names).split()
    return tuple(word for item in drawn for word in item.split()) or ("…",)
