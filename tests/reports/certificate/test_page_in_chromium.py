"""The certificate's page as Chromium shows it: in its term, after it, and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reports.certificate import page

pytestmark = pytest.mark.browser

Look = Callable[..., Any]


@pytest.fixture
def file(hostile: dict[str, Any], tmp_path: Path) -> Path:
    """The page of a certificate with hostile names."""
    place = tmp_path / "certificate.html"
    place.write_text(page.render(hostile), encoding="utf-8")
    return place


@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_is_calm_and_as_wide_as_its_window(look: Look, file: Path, width: int) -> None:
    """Nothing is fetched, no script but ours runs, no line sticks out."""
    sight = look(file, width)

    assert sight.events == []
    assert sight.overflow <= 0
    assert sight.page.locator("h1").all_inner_texts() == ["Conformance certificate", "一致性证书"]


@pytest.mark.parametrize(
    ("moment", "is_over"),
    [("2027-05-25T23:59:00Z", False), ("2027-05-26T00:00:01Z", True)],
)
def test_it_turns_grey_by_itself(look: Look, file: Path, moment: str, is_over: bool) -> None:
    """After its last day, in UTC, it says in both languages that it is over."""
    sight = look(file)
    sight.page.clock.set_fixed_time(moment)
    sight.page.reload()

    notes = sight.page.locator(".expired-note")
    grey = sight.page.locator(".badge").evaluate("e => getComputedStyle(e).filter")
    assert [notes.nth(at).is_visible() for at in range(2)] == [is_over, is_over]
    assert grey == ("grayscale(1)" if is_over else "none")


def test_everything_is_there_without_scripts(look: Look, file: Path) -> None:
    """The dates too."""
    sight = look(file, java_script_enabled=False)

    assert sight.page.get_by_text("2027-05-25").count() >= 2
    assert sight.page.locator("section").count() == 2
