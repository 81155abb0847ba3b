"""The official SDK for Node calls each endpoint of the mock, and of the reference relay.

Rules of this file: needs Node and, once, the npm registry, so it is run by its
own environment (``tox -e node``) and left out of all others.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from conformance import embedded
from conformance.probes.form import CONTENTS
from conformance.rigs import reference, sessions
from mock_upstream import builder

PROJECT = Path(__file__).parent / "node"
LIMIT_S = 300
OLDEST_NODE = 20
"""The SDK asks for 22 and runs on 20."""

EXPECTED: dict[str, Any] = {
    "models_list": True,
    "models_retrieve": True,
    "chat": ["chat.completion", True, "stop", True],
    "chat_stream": [True, True],
    "chat_helper": [True, "stop"],
    "chat_tools": [["get_weather", "get_weather"], True],
    "completions": ["text_completion", "length"],
    "completions_stream": True,
    "embeddings": [[1536, 1536], False],
    "moderations": [False, True],
    "images_generate": [256, 256],
    "images_generate_stream": [
        [f"image_generation.{kind}" for kind in ("partial_image", "partial_image", "completed")],
        1024,
    ],
    "images_edit": [256],
    "images_edit_stream": ["image_edit.partial_image", "image_edit.completed"],
    "images_variation": [256, 256],
    "speech": "RIFF",
    "transcription": {
        "json": ["object", True],
        "text": ["string", True],
        "srt": ["string", True],
        "vtt": ["string", True],
        "verbose_json": ["object", True],
    },
    "transcription_stream": ["transcript.text.done", True],
    "translation": True,
    "responses": ["response", "completed", True, True],
    "responses_stream": [
        [
            "response.created",
            "response.in_progress",
            "response.output_item.added",
            "response.content_part.added",
            "response.output_text.delta",
            "response.output_text.done",
            "response.content_part.done",
            "response.output_item.done",
            "response.completed",
        ],
        True,
        True,
    ],
    "responses_helper": ["completed", True],
    "responses_tools": [["function_call", "get_weather", ["city"]]] * 2,
    "responses_kept": [True, "response.completed", ["message"], True, "NotFoundError"],
    "responses_cancelled": ["queued", "cancelled"],
}
"""Call of ``calls.mjs`` -> what it tells."""

ERRORS: dict[str, tuple[tuple[str, int], tuple[str, int]]] = {
    "bad_request": (("BadRequestError", 400), ("BadRequestError", 400)),
    "invalid_api_key": (("AuthenticationError", 401), ("InternalServerError", 502)),
    "unsupported_country_region_territory": (
        ("PermissionDeniedError", 403),
        ("InternalServerError", 502),
    ),
    "model_not_found": (("NotFoundError", 404), ("NotFoundError", 404)),
    "conflict": (("ConflictError", 409), ("ConflictError", 409)),
    "unprocessable_entity": (("UnprocessableEntityError", 422), ("UnprocessableEntityError", 422)),
    "rate_limit_exceeded": (("RateLimitError", 429), ("RateLimitError", 429)),
    "server_error": (("InternalServerError", 500), ("InternalServerError", 500)),
    "service_unavailable": (("InternalServerError", 503), ("InternalServerError", 503)),
    "wrong_key": (("AuthenticationError", 401), ("AuthenticationError", 401)),
}
"""Row of the error catalogue -> class and status at the mock, and at the relay.

The relay tells a client nothing of its own account's 401 and 403: they are its 502.
"""


@dataclass(frozen=True)
class Base:
    """An address with key and model, and the session of the mock that is behind it."""

    name: str
    url: str
    key: str
    model: str
    control: str


def test_the_lock_pins_one_exact_version_and_no_host() -> None:
    """What is installed is the same everywhere, from wherever."""
    asked = json.loads((PROJECT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    lock = (PROJECT / "package-lock.json").read_text(encoding="utf-8")
    held = json.loads(lock)["packages"]

    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in asked.values())
    assert asked == {name: held[f"node_modules/{name}"]["version"] for name in asked}
    assert all("integrity" in one for name, one in held.items() if name)
    assert '"resolved"' not in lock


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts with the SDK beside them, installed by the lock."""
    for tool in ("node", "npm"):
        if not shutil.which(tool):
            pytest.skip(f"{tool} is not installed")
    told = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True)
    if int(told.stdout.removeprefix("v").partition(".")[0]) < OLDEST_NODE:
        pytest.skip(f"Node {told.stdout.strip()} is older than {OLDEST_NODE}")
    folder = tmp_path_factory.mktemp("node") / "sdk"
    shutil.copytree(PROJECT, folder, ignore=shutil.ignore_patterns("node_modules"))
    done = subprocess.run(
        ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"],
        cwd=folder, capture_output=True, text=True, timeout=LIMIT_S, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for file, content in (("speech.wav", "wav"), ("one.png", "png")):
        (folder / file).write_bytes(CONTENTS[content](file))
    return folder


@pytest.fixture(scope="module", params=["mock", "relay"])
def base(request: pytest.FixtureRequest) -> Iterator[Base]:
    """A session of the mock, then one lane through the reference relay."""
    with embedded.mock() as url:
        control = f"{url}/__mock__/v1/sessions"
        if request.param == "mock":
            primary, _ = sessions.create(url, "direct")
            model = embedded.UPSTREAM_MODEL
            yield Base("mock", primary.base_url, primary.key, model, f"{control}/direct")
            return
        with reference.start(url, lanes=1) as rig:
            lane, at = rig["lanes"][0], rig["relay"]["base_url"]
            behind = f"{control}/{lane['session']}"
            yield Base("relay", at, lane["api_key"], lane["model"], behind)


def run(folder: Path, script: str, base: Base, stdin: str = "") -> Any:
    """What a script tells of ``base``."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OPENAI_")}
    asked = {"RELAY_URL": base.url, "RELAY_KEY": base.key, "RELAY_MODEL": base.model}
    done = subprocess.run(
        ["node", script], cwd=folder, env={**kept, **asked}, input=stdin,
        capture_output=True, encoding="utf-8", timeout=LIMIT_S, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.npm
def test_one_call_of_each_endpoint(program: Path, base: Base) -> None:
    """The SDK understands every answer and every stream to its end."""
    assert run(program, "calls.mjs", base) == EXPECTED


@pytest.mark.npm
def test_errors_arrive_as_their_class(program: Path, base: Base) -> None:
    """By status, whole and streamed, each with a request id."""
    scripts = [{"name": n, "url": f"{base.control}/reset", "script": failing(n)} for n in ERRORS]
    asked = [row for row in scripts if row["name"] != "wrong_key"]

    came = run(program, "errors.mjs", base, json.dumps(asked))

    wanted = {name: [[*row[base.name == "relay"], True]] * 2 for name, row in ERRORS.items()}
    assert came == wanted


def failing(error: str) -> Any:
    """A script whose upstreams know this error only."""
    if error == "wrong_key":
        return None
    primary = builder.upstream("primary", builder.rule(builder.step(times="forever", error=error)))
    return builder.script(primary, builder.upstream("backup", use="primary"), seed=7)
