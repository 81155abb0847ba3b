"""Each trial is the cheapest request that shows one capability."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import specs
from conformance.catalog import load
from conformance.catalog.trials import Trial, trials
from conformance.errors import UsageError
from conformance.probes import Binding, build

UNSEEN = {"failover", "profile", "rate_limit"}
"""Capabilities that no one request can show from outside."""


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    """The rows of the only file of trials."""
    found: list[dict[str, Any]] = []
    monkeypatch.setattr(specs, "names", lambda kind: ("mine",))
    monkeypatch.setattr(specs, "load_document", lambda name: name)
    monkeypatch.setattr(specs, "check", lambda document, ref: {"trials": found})
    load()
    trials.cache_clear()
    yield found
    trials.cache_clear()


def test_no_trial_is_for_what_nobody_sees() -> None:
    """Failover and limits are judged where the mock stands behind the relay."""
    assert not UNSEEN & set(trials())


@pytest.mark.parametrize(
    "capability", ["chat", "models", "embeddings", "responses", "cors", "gemini"]
)
def test_the_capability_of_an_endpoint_has_a_trial(capability: str) -> None:
    """And it asks at that endpoint."""
    trial = trials()[capability]

    assert trial.after is None
    assert trial.request.partition(" ")[2] == trial.instance.probe.endpoint.path


@pytest.mark.parametrize("trial", trials().values(), ids=trials())
def test_each_trial_can_be_built(trial: Trial) -> None:
    """Its placeholders are known, and its words are there when it adds something."""
    prepared = build(trial.instance, Binding("a-model", "sk-1"))

    assert prepared.script is None
    assert len(prepared.requests) == len(trial.instance.probe.requests)
    sent = b" ".join(one.path.encode() + (one.body or b"") for one in prepared.requests)
    assert trial.needs_model is (b"a-model" in sent)
    is_more = trial.after is not None and trial.instance.probe.endpoint.method == "POST"
    assert bool(trial.asks) is is_more


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ([{"capability": "a", "endpoint": "nope", "json": {}}], "known are audio.speech"),
        ([{"capability": "a", "endpoint": "embeddings", "json": {}}] * 2, "'a' has two trials"),
        (
            [{"capability": "a", "after": "b", "endpoint": "embeddings", "json": {}}],
            "after 'b', whose trial does not stand above",
        ),
    ],
)
def test_rows_that_do_not_fit_are_named(
    rows: list[dict[str, Any]], more: list[dict[str, Any]], words: str
) -> None:
    """An unknown endpoint, a second trial, a circle."""
    rows += more

    with pytest.raises(UsageError, match=words):
        trials()


@pytest.mark.parametrize(
    ("row", "expected"),
    [({}, False), ({"after": "a"}, True), ({"after": "a", "otherwise": "unsure"}, False)],
)
def test_what_a_success_without_it_means(
    rows: list[dict[str, Any]], row: dict[str, Any], expected: bool
) -> None:
    """What is added and ignored is absent; an odd answer to a plain request proves nothing."""
    plain = {"endpoint": "embeddings", "json": {}}
    rows += [{"capability": "a", **plain}, {"capability": "b", **plain, **row}]

    assert trials()["b"].is_ignored_absent is expected
