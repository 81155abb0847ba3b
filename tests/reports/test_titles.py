"""Results and areas go by their names in the reader's language, where there is one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reports.document import Node, RunError
from reports.run import Run
from reports.titles import parse, titled

ZH = {"zh": {"areas": {"sse": "事件流"}, "titles": {"SSE-001": "流的类型"}}}


@pytest.mark.parametrize(
    ("language", "identity", "title"),
    [("zh", "SSE-001", "流的类型"), ("zh", "SSE-002", "a stream"), ("en", "SSE-001", "a stream")],
)
def test_a_title_or_the_english_one(
    make_run: Callable[..., Run], language: str, identity: str, title: str
) -> None:
    """A language that lacks it shows what the run has."""
    assert make_run(languages=ZH).titles.requirement(identity, "a stream", language) == title


@pytest.mark.parametrize(
    ("language", "area", "title"), [("zh", "sse", "事件流"), ("zh", "x", "x"), ("en", "sse", "sse")]
)
def test_an_area_or_its_name(
    make_run: Callable[..., Run], language: str, area: str, title: str
) -> None:
    """In English an area goes by its name."""
    assert make_run(languages=ZH).titles.area(area, language) == title


def test_a_run_without_titles(make_run: Callable[..., Run]) -> None:
    """As older ones are."""
    assert make_run().titles.requirement("SSE-001", "a stream", "zh") == "a stream"


def test_a_run_in_the_readers_language(make_run: Callable[..., Run]) -> None:
    """Its results are called so; nothing else changes."""
    run = make_run(languages=ZH)

    assert [one.title for one in titled(run, "zh").results] == ["流的类型"]
    assert titled(run, "en") == run


@pytest.mark.parametrize(
    "value", [3, [], {"zh": 3}, {"zh": {"areas": 3}}, {"zh": {"titles": {"SSE-001": 3}}}], ids=repr
)
def test_titles_of_a_wrong_type_are_refused(value: Any) -> None:
    """With the place."""
    with pytest.raises(RunError, match=r"run\.json: /languages"):
        parse(Node("run.json", "/languages", value))
