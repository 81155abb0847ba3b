"""Tables make the requests that show their parameters."""

from __future__ import annotations

import pytest

import specs
from conformance.catalog import parameters
from conformance.catalog.parameters import requests, shown, table, table_of_path
from conformance.errors import UsageError


def test_a_row_is_read_with_all_that_it_says() -> None:
    """Types, default, other names, and the values by which it is shown."""
    row = table("chat.completions").parameters["max_tokens"]

    assert row.types == {"integer", "null"}
    assert (row.effect, row.when, row.renames) == ("answer", "older", ("max_completion_tokens",))
    assert table("chat.completions").parameters["top_p"].default == 1


def test_requests_hold_what_their_names_say() -> None:
    """What decides the answer, what does not, what is old, empty, null or unknown."""
    made = requests(table("chat.completions"))

    assert tuple(made) == parameters.REQUESTS
    assert all({"model", "messages"} <= set(body) for body in made.values())
    assert (made["whole"]["stream"], made["streamed"]["stream"]) == (False, True)
    assert "stream_options" in made["streamed"]
    assert "stream_options" not in made["whole"]
    assert {"user", "metadata"} <= set(made["service"])
    assert {"max_tokens", "functions"} <= set(made["older"])
    assert {made["empty"][name] for name in ("temperature", "seed")} == {0}
    assert {value for key, value in made["nulls"].items() if key not in {"model", "messages"}} == {
        None
    }
    assert made["unknown"]["x_vendor_option"] == {"depth": 3}


def test_a_form_has_lists_with_brackets_and_no_nulls() -> None:
    """Files are not among the fields."""
    made = requests(table("audio.transcriptions"))

    assert made["whole"]["timestamp_granularities[]"] == ["word", "segment"]
    assert "nulls" not in made
    assert set(made["unknown"]) == {"model", "x_vendor_note"}
    assert "file" not in made["whole"]


def test_a_request_that_shows_nothing_is_not_made() -> None:
    """An endpoint without streams has no streamed request, and so on."""
    assert set(requests(table("moderations"))) == {"whole", "unknown"}


@pytest.mark.parametrize(
    ("path", "endpoint"),
    [
        ("/v1/chat/completions", "chat.completions"),
        ("/api/v1/completions", "completions"),
        ("/v1/responses", "responses.create"),
    ],
)
def test_a_path_leads_to_the_longest_endpoint(path: str, endpoint: str) -> None:
    """Chat is not taken for the older completions."""
    found = table_of_path(path)

    assert found is not None
    assert found.endpoint == endpoint


def test_another_path_has_no_table() -> None:
    """Nothing is known of what it takes."""
    assert table_of_path("/v1/models") is None


def test_a_table_needs_an_endpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file for an endpoint that is not there is an error of the data."""
    monkeypatch.setattr(specs, "endpoints", list)
    table.cache_clear()

    with pytest.raises(UsageError, match="no such endpoint"):
        table("moderations")
    table.cache_clear()


def test_an_axis_names_the_requests_that_it_wants() -> None:
    """One that the table does not make is an error, which names the others."""
    assert list(shown("moderations", ["unknown", "whole"])) == ["unknown", "whole"]
    with pytest.raises(UsageError, match=r"no request \['older'\]; known are whole, unknown"):
        shown("moderations", ["older"])


def test_each_parameter_has_a_request_of_its_own() -> None:
    """With what it needs beside it, and without what every request has."""
    made = shown("chat.completions", ["each"])

    assert set(made["seed"]) == {"model", "messages", "seed"}
    assert set(made["tool_choice"]) == {"model", "messages", "tools", "tool_choice"}
    assert not {"model", "messages", "stream_options"} & set(made)
    assert set(shown("responses.create", ["each"])["top_logprobs"]) == {
        "model",
        "input",
        "top_logprobs",
    }


def test_a_row_says_where_another_dialect_has_its_place() -> None:
    """If it has one."""
    rows = table("chat.completions").parameters

    assert rows["stop"].crosses["anthropic"] == ("/stop_sequences",)
    assert rows["logit_bias"].crosses == {}
