"""Routes about scripts that no session is playing: check, explain, look up.

Rules of this file: nothing is kept.
"""

from __future__ import annotations

from aiohttp import web

import specs
from mock_upstream import faults
from mock_upstream.control.answers import read_json
from mock_upstream.explain import explained
from mock_upstream.scenario.load import load, load_text
from mock_upstream.scenario.model import Script
from mock_upstream.scenario.problems import SCHEMA, ScriptError

ROUTES = web.RouteTableDef()


async def _script_of(request: web.Request) -> Script:
    """The script in the body: JSON, or YAML with a YAML content type."""
    if "yaml" in request.content_type:
        return load_text(await request.text())
    return load(await read_json(request))


@ROUTES.post("/validate")
async def validate(request: web.Request) -> web.Response:
    """Whether the script can be played, and everything that is wrong with it."""
    try:
        await _script_of(request)
    except ScriptError as error:
        problems = [problem.as_json() for problem in error.problems]
        return web.json_response({"ok": False, "problems": problems})
    return web.json_response({"ok": True, "problems": []})


@ROUTES.post("/explain")
async def explain(request: web.Request) -> web.Response:
    """The wire program that each rule compiles to."""
    return web.json_response(explained(await _script_of(request)))


@ROUTES.get("/faults")
async def list_faults(request: web.Request) -> web.Response:
    """Every fault with its parameters."""
    return web.json_response({"faults": faults.catalogue()})


@ROUTES.get("/schema")
async def schema(request: web.Request) -> web.Response:
    """The JSON Schema of scripts."""
    return web.json_response(specs.load_schema(SCHEMA))
