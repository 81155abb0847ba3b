"""A sentence that a run says of itself, in every language at once.

Rules of this file: such a sentence is English text to whoever does not ask;
what is filled in may be a sentence of this kind too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reports.phrases import LANGUAGES, Phrases

__all__ = ["Said", "said", "told", "translations"]


class Said(str):
    """English text that carries the other languages with it."""

    others: Mapping[str, str] = {}


def said(key: str, **values: object) -> Said:
    """The phrase ``key``, filled in, in every language."""
    texts = {
        lang: Phrases(lang)(key, **{name: _in(one, lang) for name, one in values.items()})
        for lang in LANGUAGES
    }
    sentence = Said(texts.pop("en"))
    sentence.others = texts
    return sentence


def told(text: str, lang: str) -> str:
    """``text`` in ``lang``, or in English where it is nothing else."""
    return text.others.get(lang, text) if isinstance(text, Said) else text


def translations(texts: Iterable[str], lang: str) -> dict[str, str]:
    """English -> ``lang`` for those of ``texts`` that carry it."""
    return {
        str(one): one.others[lang] for one in texts if isinstance(one, Said) and lang in one.others
    }


def _in(value: object, lang: str) -> object:
    return told(value, lang) if isinstance(value, str) else value
