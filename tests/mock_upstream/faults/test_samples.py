"""The replies that faults are tried on."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest

from mock_upstream.errors import FaultError
from mock_upstream.faults import catalogue, make
from mock_upstream.faults.base import is_stream
from mock_upstream.faults.samples import SAMPLES
from mock_upstream.frames import body_of


def forms() -> list[tuple[str, dict[str, Any]]]:
    """Each fault, with each value of its choices."""
    return [
        (str(row["name"]), {param["name"]: value})
        for row in catalogue()
        for param in row["params"]
        for value in param.get("values", [param["default"]])
        if value is not None
    ]


@pytest.mark.parametrize(("name", "params"), forms(), ids=str)
def test_each_form_of_each_fault_is_possible_somewhere(name: str, params: dict[str, Any]) -> None:
    """A form that no sample can have would be a dead word of the catalogue."""
    if name == "http.html_error_page" and "by" in params:
        params = params | {"status": 503}
    fault = make(name, params)
    possible = []
    for frames in SAMPLES:
        try:
            possible.append(fault.apply(frames, rng=Random(0)) != frames)
        except FaultError:
            continue

    assert any(possible)


def test_the_samples_are_what_they_say() -> None:
    """Streams first, then bodies of JSON."""
    assert [is_stream(frames) for frames in SAMPLES] == [True, True, True, False, False]
    assert all(json.loads(body_of(frames))["choices"] for frames in SAMPLES[3:])
