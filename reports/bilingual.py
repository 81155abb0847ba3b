"""Every phrase in both languages at once, of which a page shows one.

Rules of this file: makes markup, so it escapes; which language is seen is for
the style sheet. What is the same in both languages stands there once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from reports.phrases import LANGUAGES, Phrases
from reports.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["Bilingual"]

_ENGLISH = Markup('<span lang="en">{}</span>')
_SPAN = Markup('<span class="{}" lang="{}">{}</span>')


class Bilingual:
    """The phrases as elements, one for each language."""

    def __init__(self) -> None:
        self._all = {name: Phrases(name) for name in LANGUAGES}

    def __call__(self, key: str, **values: object) -> Markup:
        """The phrase ``key``, filled in."""
        return self._spans(lambda phrases: phrases(key, **values))

    def word(self, kind: str, value: str | None) -> Markup:
        """The word for a value such as a blame; the value itself when it is a new one."""
        return self._spans(lambda phrases: phrases.word(kind, value))

    def said(self, texts: Mapping[str, str]) -> Markup:
        """What a run itself says in each language; where it has but one, that is English."""
        if len(set(texts.values())) == 1:
            return _ENGLISH.format(clean(texts["en"]))
        return self._spans(lambda phrases: texts[phrases.language])

    def each(self, key: str, **values: object) -> list[tuple[str, tuple[str, str]]]:
        """(language, (tag, text)) of the phrase ``key``, for where no element of HTML can stand."""
        return self._texts(lambda phrases: phrases(key, **values))

    def each_word(self, kind: str, value: str | None) -> list[tuple[str, tuple[str, str]]]:
        """The same of a word."""
        return self._texts(lambda phrases: phrases.word(kind, value))

    def plain(self, key: str) -> str:
        """The phrase in all languages as text, for where no element can stand."""
        return " · ".join(phrases(key) for phrases in self._all.values())

    def _texts(self, say: Callable[[Phrases], str]) -> list[tuple[str, tuple[str, str]]]:
        return [(name, (LANGUAGES[name], say(one))) for name, one in self._all.items()]

    def _spans(self, say: Callable[[Phrases], str]) -> Markup:
        texts = {name: clean(say(phrases)) for name, phrases in self._all.items()}
        if len(set(texts.values())) == 1:
            return Markup("{}").format(next(iter(texts.values())))
        return Markup("").join(
            _SPAN.format(name, LANGUAGES[name], text) for name, text in texts.items()
        )
