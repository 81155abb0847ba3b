"""LiteLLM's proxy, wired to the mock: a model name per lane and kind of model, each with a backup.

Rules of this file: only what is LiteLLM's own (its config and its command);
constants stand in ``specs/rigs/litellm.yaml``.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import yaml

import specs
from conformance.catalog.kinds import CHAT
from conformance.model import JSON
from conformance.rigs import sessions
from conformance.rigs.environment import cache_root, ensure
from conformance.rigs.process import HOST, free_port, running
from reports.said import said

RATIONED = {f"{role}-0": role for role in ("limited", "rated", "metered", "narrow")}
"""The lanes with limits, and their roles: chat only, and no backup to turn to."""
TRANSLATED = {
    f"{role}-{number}": role
    for role in (
        "chat-over-anthropic",
        "chat-over-gemini",
        "messages-over-openai",
        "responses-over-chat",
    )
    for number in range(2)
}
"""The lanes whose upstream speaks another dialect than their client, and their roles."""
VERSIONS = {"anthropic": "", "gemini": "/v1beta"}
"""Of whose address LiteLLM knows the version itself, or wants another than OpenAI's."""
WORDS = {"concurrency": "max_parallel_requests"}
"""What LiteLLM calls a limit that it does not call by its name in a rig."""

Wiring = Mapping[str, Sequence[sessions.Upstream]]
"""The upstreams of each lane, by the lane's name."""


@contextmanager
def start(mock_url: str, *, lanes: int, log: Callable[[str], None]) -> Iterator[dict[str, JSON]]:
    """LiteLLM serves ``lanes`` lanes over the mock; yields its rig document.

    Raises :class:`SetupError` when it cannot be installed, wired or started; its
    config and log are kept then, and removed after a proper run.
    """
    recipe = read_recipe()
    name = f"{recipe['kind']}-{recipe['version']}"
    lock = specs.path("rigs", recipe["lock"]).read_text(encoding="utf-8")
    bin_dir = ensure(name, lock, root=cache_root(os.environ), log=log)
    wiring = {lane: sessions.create(mock_url, lane) for lane in names(lanes)}
    folder = Path(tempfile.mkdtemp(prefix=f"relay-{name}-"))
    config_file, log_file = folder / "config.yaml", folder / "litellm.log"
    config_file.write_text(json.dumps(config(recipe, wiring), indent=1), encoding="utf-8")
    port = free_port()
    origin = f"http://{HOST}:{port}"
    log(said("rig.starting", name=name, port=port, file=log_file))
    with running(
        (f"{bin_dir}/litellm", "--config", str(config_file), "--host", HOST, "--port", str(port)),
        health=origin + recipe["health"],
        limit_s=recipe["start_limit_s"],
        log_file=log_file,
        env=recipe["environment"],
    ):
        log(said("rig.ready", name=name))
        try:
            yield rig(recipe, wiring, mock_url=mock_url, origin=origin)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def paste(mock_url: str, lanes: int) -> str:
    """The ``config.yaml`` to give to a LiteLLM that somebody else runs."""
    wiring = {lane: sessions.expected(mock_url, lane) for lane in names(lanes)}
    return yaml.safe_dump(config(read_recipe(), wiring), sort_keys=False)


def names(lanes: int) -> list[str]:
    """The lanes' names, which are also their sessions and model names."""
    return [*(f"lane-{number}" for number in range(lanes)), *RATIONED, *TRANSLATED]


def read_recipe() -> dict[str, JSON]:
    """The constants of the LiteLLM rig, checked against their schema."""
    document = specs.load_document("rigs/litellm.yaml")
    recipe: dict[str, JSON] = specs.check(document, "meta/rig-recipe.schema.json")
    return recipe


def config(recipe: Mapping[str, JSON], wiring: Wiring) -> dict[str, JSON]:
    """LiteLLM's ``config.yaml`` (JSON is YAML) for these lanes."""
    models = [
        deployment(recipe, lane, kind, upstream)
        for lane, upstreams in wiring.items()
        for kind in kinds(recipe, lane)
        for upstream in upstreams
    ]
    fallbacks = [
        {alias(lane, kind): [alias(lane, kind, spare.name) for spare in upstreams[1:]]}
        for lane, upstreams in wiring.items()
        if lane not in RATIONED
        for kind in kinds(recipe, lane)
    ]
    given = recipe["config"]
    router = {**given["router_settings"], "fallbacks": fallbacks}
    return {**given, "model_list": models, "router_settings": router}


def kinds(recipe: Mapping[str, JSON], lane: str) -> tuple[str, ...]:
    """The kinds of model that a lane has."""
    return (CHAT,) if lane in RATIONED or lane in TRANSLATED else tuple(recipe["models"])


def limits(recipe: Mapping[str, JSON], lane: str) -> dict[str, JSON]:
    """What a lane may do at once or in a minute; nothing is said of most."""
    return dict(recipe["limits"][RATIONED[lane]]) if lane in RATIONED else {}


def deployment(
    recipe: Mapping[str, JSON], lane: str, kind: str, upstream: sessions.Upstream
) -> JSON:
    """One entry of ``model_list``: a model name, and the upstream that it leads to."""
    crossed = recipe["translated"].get(TRANSLATED.get(lane))
    behind = crossed or recipe["models"][kind]
    return {
        "model_name": alias(lane, kind, upstream.name),
        "litellm_params": {
            **behind,
            "api_base": base(behind["model"], upstream.base_url),
            "api_key": upstream.key,
            **recipe["deployment"],
            **{WORDS.get(name, name): most for name, most in limits(recipe, lane).items()},
        },
    }


def base(model: str, url: str) -> str:
    """The address of an upstream as LiteLLM wants it: of some dialects it knows the version."""
    version = VERSIONS.get(model.partition("/")[0], "/v1")
    return url.removesuffix("/v1") + version


def alias(lane: str, kind: str, upstream: str = sessions.UPSTREAMS[0]) -> str:
    """The model name that leads to one upstream; the lane's own is the preferred chat model."""
    name = lane if kind == CHAT else f"{lane}-{kind}"
    return name if upstream == sessions.UPSTREAMS[0] else f"{name}-{upstream}"


def rig(
    recipe: Mapping[str, JSON], wiring: Wiring, *, mock_url: str, origin: str
) -> dict[str, JSON]:
    """The rig document that tells the suite how to use this relay."""
    return {
        "version": 1,
        "relay": {
            "kind": recipe["kind"],
            "version": recipe["version"],
            "base_url": origin + recipe["base_path"],
        },
        "mock": {"control_url": mock_url},
        "lanes": [_lane(recipe, lane, upstreams) for lane, upstreams in wiring.items()],
        "supports": recipe["supports"],
        "baseline": str(specs.path("baselines", f"{recipe['baseline']}.yaml")),
    }


def _lane(recipe: Mapping[str, JSON], lane: str, upstreams: Sequence[sessions.Upstream]) -> JSON:
    row = {
        "name": lane,
        "api_key": recipe["api_key"],
        "model": alias(lane, CHAT),
        "models": {kind: alias(lane, kind) for kind in kinds(recipe, lane) if kind != CHAT},
        "session": lane,
        "upstreams": [upstream.name for upstream in upstreams],
    }
    if lane in TRANSLATED:
        return {**row, "role": TRANSLATED[lane]}
    if lane not in RATIONED:
        return row
    return {**row, "role": RATIONED[lane], "limits": limits(recipe, lane)}
