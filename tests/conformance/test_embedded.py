"""Relay and mock run in this process and are gone when left."""

from __future__ import annotations

import threading

import httpx2
import pytest

from conformance import embedded
from conformance.errors import UsageError
from conformance.relay.config import KeyState, Role

ASK = {"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "hi"}]}


def post(upstream: embedded.ScriptedUpstream) -> httpx2.Response:
    """One chat request with the upstream's key."""
    headers = {"authorization": f"Bearer {upstream.key}"}
    return httpx2.post(f"{upstream.base_url}/chat/completions", json=ASK, headers=headers)


def test_a_scripted_upstream_plays_its_script() -> None:
    """Healthy at first; then what the script says; the journal has both sides."""
    with embedded.scripted_upstream() as upstream:
        healthy = post(upstream)
        upstream.script(
            {"primary": {"rules": [{"steps": [{"reply": {"error": "rate_limit_exceeded"}}]}]}}
        )
        limited = post(upstream)
        entries = upstream.journal()
        upstream.script({"version": 1, "upstreams": {"primary": {"use": "healthy"}}})
        again = post(upstream)

    assert [healthy.status_code, limited.status_code, again.status_code] == [200, 429, 200]
    assert [entry["status"] for entry in entries] == [429]


def test_a_broken_script_is_a_usage_error() -> None:
    """The mock's own words point at the place."""
    with embedded.scripted_upstream() as upstream, pytest.raises(UsageError, match="rulez"):
        upstream.script({"primary": {"rulez": []}})


def test_nothing_is_left_running() -> None:
    """Threads and sockets end with the context."""
    before = set(threading.enumerate())
    with embedded.mock() as url:
        wiring = embedded.Wiring("lane-0", (("primary", f"{url}/v1", "any"),), {"rpm": 3})
        with embedded.relay([wiring]) as base_url:
            reply = httpx2.get(f"{base_url}/models", headers={"authorization": "Bearer sk-lane-0"})

    assert reply.status_code == 200
    assert set(threading.enumerate()) <= before
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(url)


def test_lanes_become_keys_and_channels() -> None:
    """The first upstream has priority 1; a limited lane has its limit."""
    wiring = embedded.Wiring(
        "lane-0", (("a", "http://a", "k"), ("b", "http://b", "k")), {"rpm": 2}, "limited"
    )

    role = Role("/api/v1")
    expired = embedded.Wiring("expired-0", (), state=KeyState.EXPIRED)

    config = embedded.relay_configuration([wiring, expired], ["drop_done"], role)

    assert [(one.name, one.priority) for one in config.channels] == [
        ("lane-0-a", 1),
        ("lane-0-b", 2),
    ]
    assert [(one.token, one.rpm, one.state) for one in config.keys] == [
        ("sk-lane-0", 2, KeyState.ACTIVE),
        ("sk-expired-0", None, KeyState.EXPIRED),
    ]
    assert [wiring.role, expired.role] == ["limited", "expired"]
    assert config.role is role
    assert config.defects == ("drop_done",)


def test_a_role_may_have_a_family_of_models() -> None:
    """Beside the lane's own; other lanes have none."""
    lanes = [embedded.Wiring("a", (("primary", "u", "k"),), special="gpts")]
    lanes.append(embedded.Wiring("b", (("primary", "u", "k"),)))
    config = embedded.relay_configuration(lanes)

    assert ["gpt-4-gizmo-g-x" in channel.models for channel in config.channels] == [True, False]
    assert [key.models for key in config.keys] == [("a", "gpt-4-gizmo-*"), ("b",)]
