"""The reference relay is a rig like any other."""

from __future__ import annotations

import httpx2
import pytest

import specs
from conformance import embedded
from conformance.errors import SetupError, UsageError
from conformance.rigs import reference


def test_a_started_relay_is_described() -> None:
    """The document is valid; each lane answers with its own key and model."""
    said: list[str] = []
    with embedded.mock() as url, reference.start(url, lanes=2, log=said.append) as document:
        specs.validator("meta/rig.schema.json").validate(document)
        lane = document["lanes"][1]
        (limited,) = (one for one in document["lanes"] if one.get("role") == "limited")
        reply = httpx2.get(
            f"{document['relay']['base_url']}/models",
            headers={"authorization": f"Bearer {lane['api_key']}"},
        )

    assert [row["id"] for row in reply.json()["data"]] == [lane["model"]]
    assert limited["limits"] == {"rpm": 2}
    assert document["relay"]["base_url"] in said[0]
    assert "chat.stream" in document["supports"]


def test_a_relay_in_a_role_is_described() -> None:
    """Base path, claims, and a lane for each documented state of a key."""
    with embedded.mock() as url, reference.start(url, lanes=1, profile="sozeer") as document:
        specs.validator("meta/rig.schema.json").validate(document)
        base_url, lanes = document["relay"]["base_url"], document["lanes"]
        reply = httpx2.post(
            f"{base_url}/chat/completions",
            headers={"authorization": f"Bearer {lanes[-1]['api_key']}"},
            json={},
        )

    assert base_url.endswith("/api/v1")
    assert [lane.get("role") for lane in lanes[-3:]] == ["expired", "disabled", "no-balance"]
    roles = [lane.get("role") for lane in lanes]
    assert {role for role in roles if role in embedded.LIMITS} == {*embedded.LIMITS} - {"full"}
    assert (reply.status_code, reply.json()["error"]["code"]) == (402, "insufficient_balance")
    assert "models" not in document["supports"]


def test_a_full_load_has_lanes_that_may_bear_it() -> None:
    """With what the profile promises, else what vendors do."""
    with embedded.mock() as url, reference.start(url, lanes=1, load="full") as document:
        specs.validator("meta/rig.schema.json").validate(document)
        bearing = [lane for lane in document["lanes"] if lane.get("role") == "full"]

    assert len(bearing) == embedded.LANES["full"]
    assert bearing[0]["limits"] == dict(embedded.LIMITS["full"])


def test_the_channels_can_lead_through_something_else() -> None:
    """``upstream_url`` takes the mock's place; the mock keeps its sessions."""
    with embedded.mock() as url:
        wiring = reference.wire(url, "lane-0", "http://proxy:1/")

    assert wiring.upstreams[0] == (
        "primary", "http://proxy:1/s/lane-0/primary/v1", "sk-mock-lane-0-primary",
    )  # fmt: skip


def test_a_wrong_defect_names_near_ones() -> None:
    """Nothing is started for it."""
    with pytest.raises(UsageError, match="near: drop_done"):
        reference.check_defects(["drop_don"])

    reference.check_defects(["drop_done"])


def test_a_mock_that_is_not_there_is_no_verdict() -> None:
    """The address is named."""
    with pytest.raises(SetupError, match=r"127\.0\.0\.1:1"), reference.start("http://127.0.0.1:1"):
        pass
