"""The certificate's page is whole without scripts and greys by itself."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from reports.certificate import page


class Tags(HTMLParser):
    """Collects the tags of a page and their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep one."""
        self.found.append((tag, dict(attrs)))


def test_both_languages_stand_on_one_page(claims: dict[str, Any]) -> None:
    """Each in a section that says its language, with a way to it."""
    tags = Tags(page.render(claims)).found

    sections = [attributes for tag, attributes in tags if tag == "section"]
    links = [attributes["href"] for tag, attributes in tags if tag == "a"]
    assert sections == [{"id": "en", "lang": "en"}, {"id": "zh", "lang": "zh-Hans"}]
    assert links == ["#en", "#zh"]


def test_its_own_script_greys_it_after_the_last_day(claims: dict[str, Any]) -> None:
    """The day stands in the page, and the sentence that it shows then."""
    text = page.render(claims)

    assert 'data-expires="2027-05-25"' in text
    assert "This certificate has expired." in text
    assert "本证书已失效" in text
    assert ".expired .badge { filter: grayscale(1); }" in text


def test_nothing_is_fetched(claims: dict[str, Any]) -> None:
    """The page is one file, and says so to the browser."""
    text = page.render(claims)

    assert "default-src 'none'" in text
    assert not re.search(r"(?:src|href)=\"(?!#)", text)


def test_hostile_words_stay_words(hostile: dict[str, Any]) -> None:
    """There is one script, ours, whatever a product is called."""
    text = page.render(hostile)

    assert [tag for tag, _ in Tags(text).found].count("script") == 1
    assert "alert(1)</script>" not in text
    assert "\u202e" not in text


def test_the_chinese_section_holds_no_english_sentence(claims: dict[str, Any]) -> None:
    """But for the names that the vendor gave, the names of capabilities, and code."""
    chinese = re.search(r'<section id="zh".*?</section>', page.render(claims), re.DOTALL)

    assert chinese is not None
    text = re.sub(r"<pre>.*?</pre>|<[^>]+>", " # ", chinese[0], flags=re.DOTALL)
    names = [*claims["product"]["product"].values(), *claims["product"]["vendor"].values()]
    for given in (*names, *claims["scope"]["capabilities"]):
        text = text.replace(str(given), "#")
    assert re.findall(r"(?<![\w./-])[A-Za-z]+(?:,? [A-Za-z]+)+(?![\w./-])", text) == []
