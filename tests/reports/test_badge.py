"""A badge says verdict, profile and term; after the term it is grey."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from reports.badge import COLORS, GREY, LEVELS, LIFETIME, Badge, of_level, of_run, render
from reports.run import Run

Runs = Callable[..., Run]

SVG = "{http://www.w3.org/2000/svg}"
FIRST = date(2026, 11, 22)
LAST = FIRST + LIFETIME


def svg(badge: Badge) -> ET.Element:
    """The picture, read back."""
    return ET.fromstring(badge.as_svg())


def brightness(color: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(color[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(share * p for share, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_a_badge_tells_verdict_profile_and_term(make_run: Runs) -> None:
    """The same words in both files."""
    files = render(make_run())

    value = json.loads(files["badge.json"])
    assert value == {
        "schemaVersion": 1,
        "label": "relay conformance",
        "message": "Conformant · openai · 2026-11-22 until 2027-02-20",
        "color": COLORS["conformant"],
        "cacheSeconds": 3600,
    }
    assert value["message"] in [text.text for text in ET.fromstring(files["badge.svg"]).iter()]


@pytest.mark.parametrize("verdict", COLORS)
def test_each_verdict_has_its_colour(make_run: Runs, verdict: str) -> None:
    """Red is only for what was judged and found broken."""
    run = make_run(verdicts={"documented": verdict, "strict": "no verdict"})

    assert of_run(run).color == COLORS[verdict]
    assert of_run(run, "zh").message != of_run(run).message


def test_a_badge_turns_grey_after_its_last_day(make_run: Runs) -> None:
    """On the day itself it still holds."""
    run = make_run()

    assert of_run(run, "en", LAST) == of_run(run)
    assert of_run(run, "en", LAST + timedelta(days=1)) == Badge(
        "relay conformance",
        "expired on 2027-02-20 · Conformant · openai",
        GREY,
        "relay conformance: expired on 2027-02-20 · Conformant · openai",
    )


def test_a_cut_run_has_no_verdict(make_run: Runs) -> None:
    """Whatever its document says."""
    badge = of_run(make_run(complete=False))

    assert (badge.color, badge.message.split(" · ")[0]) == (GREY, "No verdict")


def test_a_time_with_a_zone_counts_in_utc(make_run: Runs) -> None:
    """The day is that of the run's start, wherever it is rendered."""
    run = make_run(started_at="2026-11-23T01:00:00+08:00")

    assert "2026-11-22 until" in of_run(run).message
    assert "2026-11-23 until" in of_run(make_run(started_at="2026-11-23")).message


@pytest.mark.parametrize("level", LEVELS)
def test_a_certificate_has_its_level(level: str) -> None:
    """With its own dates, and grey after the last of them."""
    certified = partial(of_level, level, profile="openai", issued=FIRST, expires=LAST)

    badge = certified()

    assert badge.message == f"{level} · openai · 2026-11-22 until 2027-02-20"
    assert badge.color == LEVELS[level]
    assert certified(today=LAST) == badge
    after = certified(today=LAST + timedelta(days=1), lang="zh")
    assert after.color == GREY
    assert after.message == f"已于 2027-02-20 过期 · {level} · openai"


@pytest.mark.parametrize("color", sorted({*COLORS.values(), *LEVELS.values(), "24292f"}))
def test_white_text_is_readable(color: str) -> None:
    """A contrast of at least 4.5 on every ground."""
    assert 1.05 / (brightness(color) + 0.05) >= 4.5


def test_the_picture_is_wide_enough_and_has_a_name(make_run: Runs) -> None:
    """Both fields stand side by side; a screen reader is told all of it."""
    badge = of_run(make_run(), "zh")
    picture = svg(badge)

    left, right = picture.findall(f"{SVG}rect")
    assert int(left.attrib["width"]) + int(right.attrib["width"]) == int(picture.attrib["width"])
    assert right.attrib["x"] == left.attrib["width"]
    assert picture.attrib["role"] == "img"
    assert badge.message in picture.attrib["aria-label"]
    assert picture.findtext(f"{SVG}title") == badge.title


def test_hostile_values_are_inert(hostile_run: Run) -> None:
    """Nothing but the elements of a badge, and not many octets."""
    for lang in ("en", "zh"):
        for today in (None, date(2099, 1, 1)):
            files = render(hostile_run, lang, today)

            tags = {node.tag.removeprefix(SVG) for node in ET.fromstring(files["badge.svg"]).iter()}
            assert tags == {"svg", "title", "rect", "g", "text"}
            assert json.loads(files["badge.json"])["schemaVersion"] == 1
            assert sum(len(text.encode()) for text in files.values()) < 5_000


def test_the_same_run_gives_the_same_files(hostile_run: Run) -> None:
    """Without a day, nothing but the run decides."""
    first: dict[str, Any] = dict(render(hostile_run))

    assert dict(render(hostile_run)) == first
