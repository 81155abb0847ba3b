"""Routes that make, change and end sessions.

Rules of this file: what a session does with it is in ``mock_upstream.sessions``.
"""

from __future__ import annotations

from aiohttp import web

from mock_upstream.control.answers import BadRequestError, read_object
from mock_upstream.control.keys import DOORS, SESSIONS, session_of
from mock_upstream.scenario.load import load
from mock_upstream.scenario.model import HEALTHY, JSON, FaultUse, Script
from mock_upstream.scenario.problems import Problem, ScriptError
from mock_upstream.sessions import DEFAULT_UPSTREAMS, Session, check_upstream_name

ROUTES = web.RouteTableDef()
FAULT_KEYS = ("fault", "with", "at")


def session_json(session: Session, request: web.Request) -> JSON:
    """The session with what a relay's channels need to know."""
    return {
        "id": session.id,
        "generation": session.journal.generation,
        "upstreams": {
            name: {
                "base_url": f"{_origin(request, session, name)}/s/{session.id}/{name}/v1",
                "key": session.key(name) or "any",
            }
            for name in session.upstreams
        },
    }


def _script_of(body: dict[str, JSON]) -> Script | None:
    """The script in ``body``, with problems pointed at from the body's root."""
    if body.get("script") is None:
        return None
    try:
        return load(body["script"], "script")
    except ScriptError as error:
        moved = (
            Problem(f"/script{problem.pointer}", problem.message, problem.hint)
            for problem in error.problems
        )
        raise ScriptError("script", tuple(moved)) from error


@ROUTES.get("/sessions")
async def list_sessions(request: web.Request) -> web.Response:
    """All sessions."""
    found = request.app[SESSIONS].all()
    return web.json_response({"sessions": [session_json(item, request) for item in found]})


@ROUTES.post("/sessions")
async def create_session(request: web.Request) -> web.Response:
    """A new session with its upstreams' addresses and keys."""
    body = await read_object(request, "id", "upstreams", "script", "replace")
    id_, names = body.get("id"), body.get("upstreams")
    script = _script_of(body)
    if id_ is not None and not isinstance(id_, str):
        raise BadRequestError(f"{id_!r} is no session id", "/id")
    if names is None:
        names = list(script.upstreams) if script else list(DEFAULT_UPSTREAMS)
    if not isinstance(names, list) or not names:
        raise BadRequestError("upstreams is a list of at least one name", "/upstreams")
    session = request.app[SESSIONS].create(
        id_, names, script or HEALTHY, may_replace=body.get("replace") is True
    )
    return web.json_response(session_json(session, request), status=201)


@ROUTES.get("/sessions/{id}")
async def get_session(request: web.Request) -> web.Response:
    """The session and the script that it plays."""
    session = session_of(request)
    value = session_json(session, request)
    return web.json_response({**value, "script": session.script.source})


@ROUTES.patch("/sessions/{id}")
async def patch_session(request: web.Request) -> web.Response:
    """Another script from now on, in a new generation."""
    session = session_of(request)
    script = _script_of(await read_object(request, "script"))
    if script is None:
        raise BadRequestError(
            "a script is missing; POST …/reset begins the old one anew", "/script"
        )
    session.reset(script)
    return web.json_response(session_json(session, request))


@ROUTES.delete("/sessions/{id}")
async def delete_session(request: web.Request) -> web.Response:
    """The session is forgotten with its journal."""
    request.app[SESSIONS].delete(request.match_info["id"])
    return web.Response(status=204)


@ROUTES.post("/sessions/{id}/reset")
async def reset_session(request: web.Request) -> web.Response:
    """A new generation: counters, limits, signals and faults begin anew."""
    session = session_of(request)
    script = _script_of(await read_object(request, "script"))
    return web.json_response({"generation": session.reset(script)})


@ROUTES.put("/sessions/{id}/upstreams/{upstream}")
async def put_upstream(request: web.Request) -> web.Response:
    """Another script for one upstream; the generation and the others go on."""
    session, name = session_of(request), request.match_info["upstream"]
    check_upstream_name(name)
    allowed = ("use", "dialect", "models", "key", "limits", "rules", "door")
    row = await read_object(request, *allowed)
    script = load({"version": 1, "upstreams": {name: row}}, "upstream")
    session.replace_upstream(script.upstreams[name])
    return web.json_response(session_json(session, request))


@ROUTES.post("/sessions/{id}/upstreams/{upstream}/faults")
async def add_faults(request: web.Request) -> web.Response:
    """A fault on every reply of the upstream from now on, until it is taken away."""
    session, name = session_of(request), _known_upstream(request)
    body = await read_object(request, *FAULT_KEYS)
    if "fault" not in body:
        raise BadRequestError("fault is missing; GET /__mock__/v1/faults lists them", "/fault")
    step = {key: body[key] for key in FAULT_KEYS if key in body}
    row = {"version": 1, "upstreams": {name: {"rules": [{"steps": [step]}]}}}
    made = load(row, "faults").upstreams[name].rules[0].steps[0].faults
    session.faults[name] = (*session.faults.get(name, ()), *made)
    return web.json_response({"faults": _names(session.faults[name])}, status=201)


@ROUTES.delete("/sessions/{id}/upstreams/{upstream}/faults")
async def drop_faults(request: web.Request) -> web.Response:
    """The upstream's own faults are gone; those of the script stay."""
    session_of(request).faults.pop(_known_upstream(request), None)
    return web.Response(status=204)


@ROUTES.post("/sessions/{id}/signals/{name}")
async def give_signal(request: web.Request) -> web.Response:
    """Whatever waits for the signal goes on."""
    session_of(request).give_signal(request.match_info["name"])
    return web.json_response({"signal": request.match_info["name"]})


def _known_upstream(request: web.Request) -> str:
    """The upstream that the path names. Raises BadRequestError."""
    session, name = session_of(request), request.match_info["upstream"]
    if name not in session.upstreams:
        known = ", ".join(session.upstreams)
        raise BadRequestError(f"session {session.id!r} has no upstream {name!r}; it has {known}")
    return name


def _names(uses: tuple[FaultUse, ...]) -> list[str]:
    return [use.name for use in uses]


def _origin(request: web.Request, session: Session, name: str) -> str:
    """The address that the caller reached us by, with the port at which the upstream is met."""
    port = request.config_dict[DOORS].port(session.upstream(name).door)
    url = request.url.origin()
    return str(url if port is None else url.with_port(port))
