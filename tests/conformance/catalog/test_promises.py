"""What a profile promises becomes what an answer is judged by."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import specs
from conformance.catalog import load
from conformance.catalog.promises import Promises, below, claims, exact, read
from conformance.errors import UsageError

KEY_STATES = ["expired_key", "disabled_key", "no_money"]


def promised(profile: str | None, *situations: str, documented: bool = False) -> dict[str, Any]:
    """The values of an axis over ``situations``."""
    axis: dict[str, Any] = {"profile": "errors", "situations": list(situations)}
    return Promises(read(profile)).axis(axis | ({"documented": True} if documented else {}))


def test_each_relay_is_judged_by_its_own_words() -> None:
    """Where two contradict each other each keeps its status, and any relay may have either."""
    found = {
        name: promised(name, "unknown_model")["unknown_model"]["statuses"]
        for name in ("laozhang", "sozeer", "one-api", "generic")
    }

    assert found == {
        "laozhang": [404],
        "sozeer": [422],
        "one-api": [503],
        "generic": [400, 403, 404, 422, 503],
    }


def test_without_a_profile_any_relay_is_meant() -> None:
    """What no document says is not asked for."""
    assert promised(None, "bad_key") == promised("generic", "bad_key")
    assert promised(None, *KEY_STATES, documented=True) == {}
    assert list(promised("generic", *KEY_STATES, documented=True)) == KEY_STATES


@pytest.mark.parametrize(
    ("profile", "states"),
    [("laozhang", ["no_money"]), ("sozeer", KEY_STATES), ("lalc", []), ("one-api", KEY_STATES)],
)
def test_key_states_are_judged_where_they_are_documented(profile: str, states: list[str]) -> None:
    """The generic profile does not stand in for words that a relay never wrote."""
    assert list(promised(profile, *KEY_STATES, documented=True)) == states


def test_a_row_demands_what_its_source_shows() -> None:
    """A key that is left out must stay out; a word that stands in either place may."""
    sozeer = promised("sozeer", "no_money")["no_money"]
    laozhang = promised("laozhang", "bad_parameters", "bad_key")

    assert (sozeer["words"], sozeer["types"]) == (["insufficient_balance"],) * 2
    assert (sozeer["absent"], sozeer["param"]) == (["param"], None)
    assert laozhang["bad_parameters"]["word_in_type"]
    assert laozhang["bad_parameters"]["types"] is None
    assert laozhang["bad_key"]["present"] == ["message", "type", "param", "code"]
    assert laozhang["bad_key"]["param"] == [None]


def test_a_code_of_null_demands_no_word() -> None:
    """There is none to be found."""
    row = {"status": 400, "type": "t", "code": None, "param": ""}

    assert exact("bad_parameters", row)["words"] is None
    assert exact("bad_parameters", row)["param"] == [""]


def test_disclaimed_endpoints_are_asked_for_below_the_base_url() -> None:
    """A pattern has its example; any relay may have them after all."""
    axis = {"profile": "disclaims"}
    laozhang = Promises(read("laozhang")).axis(axis)
    one_api = Promises(read("one-api")).axis(axis)

    assert list(laozhang) == [
        "GET/fine_tuning/jobs",
        "GET/files",
        "GET/organization/users",
        "GET/dashboard/billing/subscription",
    ]
    assert {200} & set(laozhang["GET/files"]["statuses"]) == set()
    assert one_api["POST/images/edits"]["body"] == {"model": "${model}"}
    assert 200 in Promises().axis(axis)["GET/files"]["statuses"]
    assert Promises(read("sozeer")).axis(axis) == {}


def test_a_listed_endpoint_claims_its_capability(monkeypatch: pytest.MonkeyPatch) -> None:
    """The claim counts under the profile's own prefix."""
    rows = [{"capability": "x", "method": "POST", "path": "/x"}, {"method": "GET", "path": "/"}]
    monkeypatch.setattr(specs, "endpoints", lambda: rows)
    document = {"supports": ["chat"], "path_prefix": "/api/v1"}

    assert claims({}) is None
    assert claims(document) == ("chat",)
    assert claims({**document, "endpoints": [{"path": "/api/v1/x"}]}) == ("chat", "x")
    assert claims({**document, "endpoints": [{"path": "/v1/x"}]}) == ("chat",)


def test_a_variable_may_have_any_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents call the same part of a path ``id``, ``task_id`` or else."""
    rows = [{"capability": "x", "method": "GET", "path": "/../x/{id}/y"}]
    monkeypatch.setattr(specs, "endpoints", lambda: rows)
    listed = [{"method": "GET", "path": "/x/{task_id}/y"}]

    assert claims({"supports": ["chat"], "endpoints": listed}) == ("chat", "x")


@pytest.mark.parametrize("name", specs.names("profiles"))
def test_an_excuse_names_a_requirement_that_is_there(name: str) -> None:
    """It then binds the strict verdict only, and says why."""
    bound = load(name).requirements

    for one, why in Promises(read(name)).excuses.items():
        assert bound[one].strict
        assert bound[one].hint == f"a documented deviation: {why}"


@pytest.mark.parametrize("dialect", specs.names("errors"))
def test_a_situation_has_one_row(dialect: str) -> None:
    """A relay can only say one thing."""
    named = [row["situation"] for row in specs.errors(dialect) if "situation" in row]

    assert sorted(set(named)) == sorted(named)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "None is not of type 'object'"),
        ("supports: [chatt]", "mine.yaml:3: /supports/0: 'chatt' is not one of ['profile', 'chat'"),
        ("suports: [chat]", "mine.yaml:1: Additional properties are not allowed ('suports' was"),
        ("suports: [chat]", "known are accept, base_urls, contents"),
        ("supports: {chat: {}}", "/supports/chat: 'quote' is a required property"),
        ("accept: {bad: {}}", "'bad' is not one of ['missing_key'"),
        ("models: {speech: 5}", "/models/speech: 5 is not of type 'string'"),
    ],
)
def test_a_file_that_breaks_its_schema_says_where(tmp_path: Path, text: str, words: str) -> None:
    """File, line, pointer, and what may stand there."""
    file = tmp_path / "mine.yaml"
    file.write_text(f"name: mine\ntitle: Mine\n{text}\n" if text else "null")

    with pytest.raises(UsageError) as caught:
        read(str(file))

    assert words in str(caught.value)


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    """A file that is not there, and one that is no YAML."""
    file = tmp_path / "mine.yaml"
    file.write_text("{")

    with pytest.raises(UsageError, match="known profiles: 4z-api"):
        read("nope")
    with pytest.raises(UsageError, match=r"mine\.yaml"):
        read(str(file))


@pytest.mark.parametrize(
    ("prefix", "path", "expected"),
    [
        ("/v1", "/models", "/v1/models"),
        ("/v1", "/../api/usage/token", "/api/usage/token"),
        ("/relay/v1", "/../api/usage/token", "/relay/api/usage/token"),
    ],
)
def test_an_endpoint_may_lie_beside_the_prefix(prefix: str, path: str, expected: str) -> None:
    """As clients resolve such a path."""
    assert below(prefix, path) == expected


def test_a_listed_endpoint_beside_the_prefix_is_claimed() -> None:
    """By its path below the host."""
    claimed = claims(read("new-api")) or ()

    assert {"quota.subscription", "quota.token"} <= set(claimed)
    assert "quota.usage" not in claimed
