"""No English sentence is left in what a run says in Chinese, but what is evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from conformance import rigs
from conformance.cli import code_of
from conformance.wire import jsontext

ENGLISH = re.compile(r"(?<![\w./:`-])[A-Za-z]+(?:,? [A-Za-z]+)+(?![\w./`-])")
NAMES = re.compile(r"OpenAI SDK|JSON Schema|Relay Conformance|HTTP Archive")


def left(text: str) -> list[str]:
    """The runs of two or more English words in ``text``."""
    return ENGLISH.findall(NAMES.sub("", text))


def evidence(value: object) -> Iterator[str]:
    """Every text that a document holds; titles, words and notices have their Chinese."""
    match value:
        case str():
            yield value
        case list():
            for one in value:
                yield from evidence(one)
        case dict():
            for key, one in value.items():
                yield from (evidence(one) if key != "title" else ())


def without(text: str, pieces: list[str]) -> str:
    """``text`` without what stays English by rule: messages, quotes and commands."""
    for piece in sorted({" ".join(one.split()) for one in pieces if " " in one}, key=len)[::-1]:
        text = text.replace(piece, " # ")
    text = re.sub(r"```.*?```|`[^`]*`", " # ", text, flags=re.DOTALL)
    text = re.sub(r"relay-conformance [\w -]+", " # ", text)
    return re.sub(r"^\s+- \{id: .*$|^curl .*$", "", text, flags=re.MULTILINE)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of a run that fails, told in Chinese."""
    folder = tmp_path_factory.mktemp("chinese")
    with rigs.start("reference", lanes=1, defects=["drop_done"]) as rig:
        rigs.write(rig, folder / "rig.yaml")
        known = "known:\n  - {id: ZZZ-001, reason: long known here, expires: 2099-01-01}\n"
        (folder / "known.yaml").write_text(known, encoding="utf-8")
        options = ["--rig", str(folder / "rig.yaml"), "--baseline", str(folder / "known.yaml")]
        options += ["--select", "chat-stream", "--out", str(folder / "out"), "--lang", "zh"]
        code_of(["run", *options])
    return folder / "out"


@pytest.fixture(scope="module")
def kept(run: Path) -> list[str]:
    """What of the run is evidence."""
    return list(evidence(jsontext.loads((run / "run.json").read_bytes())["results"]))


def test_the_terminal_of_a_failing_run_is_chinese(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Progress, table, findings, verdicts, figures and what to do next."""
    with rigs.start("reference", lanes=1, defects=["drop_done"]) as rig:
        rigs.write(rig, tmp_path / "rig.yaml")
        options = ["--rig", str(tmp_path / "rig.yaml"), "--out", str(tmp_path / "out")]
        assert code_of(["run", *options, "--select", "chat-stream", "--lang", "zh"]) == 1
        out = str(tmp_path / "out")
        assert code_of(["replay", out, "SSE-014", "--lang", "zh"]) == 0
        assert code_of(["judge", out, "--lang", "zh"]) == 1
    code_of(["diff", out, out, "--lang", "zh"])
    code_of(["matrix", out, out, "--all", "--lang", "zh"])
    code_of(["list", "--select", "SSE-01*", "--lang", "zh"])

    shown = capfd.readouterr()
    rows = jsontext.loads((tmp_path / "out" / "run.json").read_bytes())["results"]
    assert "失败 SSE-014[chat-stream] 正常结束的流带有" in shown.out
    assert left(without(shown.out, list(evidence(rows)))) == []
    assert shown.err == ""


def test_the_summary_is_chinese(run: Path, kept: list[str]) -> None:
    """Also the notice about a row of the baseline that is no use."""
    assert code_of(["report", str(run), "--format", "markdown", "--lang", "zh"]) == 0

    text = (run / "summary.md").read_text(encoding="utf-8")
    assert "行没有对应的要求" in text
    assert left(without(re.sub("<[^>]+>", " ", unescape(text)), kept)) == []


def test_the_chinese_half_of_the_page_is_chinese(run: Path, kept: list[str]) -> None:
    """What is marked as Chinese holds no English sentence, and nothing fixed lacks it."""
    page = (run / "report.html").read_text(encoding="utf-8")

    halves = re.findall(r'<span class="[^"]*" lang="zh-Hans">(.*?)</span>', page)
    assert len(halves) > 100
    assert left(without(unescape("\n".join(halves)), kept)) == []
