"""Scripts that nobody plays."""

from __future__ import annotations

import aiohttp

import specs

API = "/__mock__/v1"
RIGHT = {"version": 1, "upstreams": {"a": {"rules": [{"steps": [{"fault": "http.500"}]}]}}}


async def test_validate_tells_every_problem(http: aiohttp.ClientSession) -> None:
    """JSON has pointers; YAML has lines too."""
    right = await (await http.post(f"{API}/validate", json=RIGHT)).json()
    wrong = await (await http.post(f"{API}/validate", json={"version": 2})).json()
    yaml = await (
        await http.post(
            f"{API}/validate", data="version: 2\n", headers={"Content-Type": "application/yaml"}
        )
    ).json()

    assert right == {"ok": True, "problems": []}
    assert {row["pointer"] for row in wrong["problems"]} == {"", "/version"}
    assert [row["line"] for row in yaml["problems"]] == [1, 1]


async def test_a_body_that_is_no_json_is_refused(http: aiohttp.ClientSession) -> None:
    """Broken text, and one key said twice."""
    for text in ("{", '{"a": 1, "a": 2}'):
        reply = await http.post(f"{API}/validate", data=text)
        assert reply.status == 400
        assert "no JSON" in (await reply.json())["error"]["message"]


async def test_explain_shows_the_wire_program(http: aiohttp.ClientSession) -> None:
    """Frames of each step; a wrong script is a 400."""
    reply = await http.post(f"{API}/explain", json=RIGHT)
    value = await reply.json()

    step = value["upstreams"]["a"]["rules"][0]["steps"][0]
    assert step["frames"][0].startswith("head   500")
    assert (await http.post(f"{API}/explain", json={})).status == 400


async def test_the_catalogue_and_the_schema_can_be_read(http: aiohttp.ClientSession) -> None:
    """What an editor or a generator of scripts needs."""
    rows = (await (await http.get(f"{API}/faults")).json())["faults"]
    schema = await (await http.get(f"{API}/schema")).json()

    assert {"name", "summary", "params"} <= rows[0].keys()
    assert schema == specs.load_schema("meta/script.schema.json")
