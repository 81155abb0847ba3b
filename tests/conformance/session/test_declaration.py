"""What a survey found is written as a file that a run takes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import specs
from conformance.catalog.declared import read
from conformance.catalog.trials import trials
from conformance.checks.sight import Sight, State
from conformance.session.declaration import document, hints, text
from conformance.session.models import Listed
from conformance.session.survey import Found

FOUND = (
    Found(trials()["chat"], Sight(State.CLAIMED, "200, and the answer shows it"), "m", 200),
    Found(trials()["embeddings"], Sight(State.ABSENT, 'it says: "no" é'), None, 404),
    Found(trials()["cors"], Sight(State.UNSURE, "no answer: reset")),
)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    """The file keeps its schema, with what to do with it at its head."""
    value = document(
        FOUND, base_url="http://h/v1", models={"chat": "m"}, today=date(2026, 11, 26),
        said={"embeddings": "embeddings stands at the model e"},
    )  # fmt: skip
    file = tmp_path / "c.yaml"
    file.write_text(text(value, "c.yaml"), encoding="utf-8")

    specs.validator("meta/capabilities.schema.json").validate(value)
    found = read(file)
    assert specs.parse(file.read_text(encoding="utf-8"), "c.yaml").value == value
    assert (found.claimed, found.models) == (("chat",), {"chat": "m"})
    assert found.doubts["cors"] == "unsure: no answer: reset"
    assert "run --base-url http://h/v1 --capabilities c.yaml" in file.read_text(encoding="utf-8")
    assert value["capabilities"]["embeddings"]["evidence"] == {
        "request": "POST /embeddings",
        "status": 404,
        "listed": "embeddings stands at the model e",
    }


def test_the_words_of_the_list_are_hints() -> None:
    """The first model that has a word is named; unknown words say nothing."""
    rows = [
        Listed("a", frozenset({"image-generation", "odd"})),
        Listed("b", frozenset({"image-generation"}), frozenset({"tools", "logprobs", "zzz"})),
    ]

    assert hints(rows) == {
        "images.generations": "image-generation stands at the model a",
        "chat.logprobs": "logprobs stands at the model b",
        "chat.tools": "tools stands at the model b",
    }
