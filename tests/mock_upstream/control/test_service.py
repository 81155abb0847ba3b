"""For those who operate the mock."""

from __future__ import annotations

import aiohttp

API = "/__mock__/v1"


async def test_health_and_readiness(http: aiohttp.ClientSession) -> None:
    """Both say so in JSON."""
    health = await (await http.get(f"{API}/health")).json()
    ready = await (await http.get(f"{API}/ready")).json()

    assert (health["status"], ready["status"]) == ("ok", "ready")
    assert health["version"]


async def test_metrics_count_what_was_served(http: aiohttp.ClientSession) -> None:
    """Prometheus text; traffic of the control API is not counted."""
    await (await http.get("/v1/models")).read()

    reply = await http.get(f"{API}/metrics")
    text = await reply.text()

    assert reply.content_type == "text/plain"
    assert "# TYPE mock_upstream_requests_total counter" in text
    assert "mock_upstream_requests_total 1\n" in text
    assert "mock_upstream_requests_open 0\n" in text
    assert 'mock_upstream_journal_entries{status="200"} 1\n' in text
