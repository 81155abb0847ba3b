"""What holds for every test of this project."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

REGISTRIES = ("npm", "registry")
"""Markers of tests that install something from afar."""
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
)  # fmt: skip
"""A test runs as any user, root too, and Chromium calls nobody on its own."""


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Octets are named by their parameter: a test's id must be the same in every worker."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What needs a registry is run only where ``-m`` names it."""
    named = config.getoption("markexpr")
    unnamed = [one for one in REGISTRIES if one not in named]
    left_out = [item for item in items if any(map(item.get_closest_marker, unnamed))]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@dataclass
class Sight:
    """A page in Chromium, and everything that went on in it."""

    page: Page
    events: list[str] = field(default_factory=list)
    """Messages of the console, errors, dialogs, and requests but that for the page itself."""

    def refuse(self, dialog: Dialog) -> None:
        """Note a dialog that a script has opened, and let the page go on."""
        self.events.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    @property
    def overflow(self) -> int:
        """Pixels by which the page is wider than its window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - innerWidth"))


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The Chromium of this machine; where there is none, its tests say so and are skipped."""
    path = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("no Chromium on this machine; it comes with: apt-get install chromium")
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def look(chromium: Browser) -> Iterator[Callable[..., Sight]]:
    """Opens a file in a window of its own, as wide and with the options of Chromium as told."""
    contexts = []

    def open_(file: Path, width: int = 1280, **options: object) -> Sight:
        context = chromium.new_context(viewport={"width": width, "height": 900}, **options)  # type: ignore[arg-type]
        contexts.append(context)
        sight = Sight(context.new_page())
        sight.page.on("console", lambda one: sight.events.append(f"console: {one.text}"))
        sight.page.on("pageerror", lambda one: sight.events.append(f"error: {one}"))
        sight.page.on("dialog", sight.refuse)
        sight.page.on("request", lambda one: sight.events.append(f"request: {one.url}"))
        sight.page.goto(file.as_uri())
        sight.events.remove(f"request: {file.as_uri()}")
        return sight

    yield open_
    for context in contexts:
        context.close()
