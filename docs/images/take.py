"""Takes the pictures of the README: a run with failures, as Chromium shows its report.

Rules of this file: run it with ``tox -e screenshots``; it starts a relay with
defects, judges it, and writes ``*.png`` beside itself, small enough for a page.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

COMMAND = [sys.executable, "-m", "conformance"]
DEFECTS = ("drop_done", "buffer_stream", "silent_break")
FINDING = "#warn-SSE-018"
"""The card of a stream that was held back: its picture tells most."""
COLOURS = 256
"""Of each picture; more are not told apart in flat areas and text."""


@contextmanager
def report() -> Iterator[Path]:
    """The report of a run against a relay with defects."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = [word for defect in DEFECTS for word in ("--defect", defect)]
        up = subprocess.Popen(
            [*COMMAND, "up", *wanted, "--port", "4000", "--write", "rig.yaml"],
            cwd=folder, text=True, stderr=subprocess.PIPE,
        )  # fmt: skip
        try:
            next(line for line in up.stderr or () if "Ctrl-C" in line)
            subprocess.run(
                [*COMMAND, "run", "--rig", "rig.yaml", "--out", "out"], cwd=folder, check=False
            )
            yield Path(folder) / "out" / "report.html"
        finally:
            up.terminate()
            up.communicate()


def keep(png: bytes, name: str) -> None:
    """Write a picture with few colours, so that it is small."""
    picture = Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    file = Path(__file__).parent / f"{name}.png"
    picture.save(file, optimize=True)
    print(file, file.stat().st_size)


def taken(browser: Browser, file: Path, place: str = "", language: str = "en") -> bytes:
    """What a window shows of the report at ``place``."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(file.as_uri() + place)
    if language != "en":
        page.locator(f"label[for=lang-{language}]").click()
    picture = page.screenshot()
    page.close()
    return picture


def main() -> None:
    """Write every picture."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with report() as file, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        keep(taken(browser, file), "report")
        keep(taken(browser, file, FINDING), "finding")
        keep(taken(browser, file, language="zh"), "report.zh-CN")
        browser.close()


if __name__ == "__main__":
    main()
