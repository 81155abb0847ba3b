"""Merges the layers of configuration into one :class:`RunSettings`.

Rules of this file: the first layer that has a value wins (flags, environment,
files); reads only the key file and the profile; everything wrong is a
:class:`UsageError` that names the option.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from conformance.catalog.declared import Declared, read
from conformance.catalog.kinds import CHAT, check_kinds
from conformance.errors import UsageError
from conformance.model import JSON, Level
from conformance.settings import convert, profile
from conformance.settings.options import OPTIONS
from conformance.settings.sources import from_environment, from_files
from conformance.settings.url import base_url
from conformance.settings.values import FULL, LIGHT, RunSettings, Target
from reports.said import said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

BLACKBOX_LIMITS = {"max_requests": 1000, "max_tokens": 200_000}
"""What a black-box run may spend when nobody says otherwise: a few cents."""

BLACKBOX_CLAIMS = ("chat", "chat.stream", "models")
"""What every relay is taken to claim when no profile says more.

Choices, tools, log probabilities and the like depend on the model behind it:
failing a relay for what it never promised would be a false accusation.
"""

_DIRECT = (
    "rig", "profile", "select", "skip", "strict", "concurrency", "max_requests",
    "max_tokens", "max_cost", "price", "baseline", "baseline_update", "out",
)  # fmt: skip


def resolve(
    flags: Mapping[str, JSON],
    *,
    environ: Mapping[str, str],
    folder: Path,
    config: Path | None = None,
    below_files: Mapping[str, JSON] | None = None,
) -> RunSettings:
    """The settings of one run; ``flags`` holds given options by field.

    ``below_files`` is a further layer of least weight (the ini file of pytest).
    """
    environment, notices = from_environment(environ)
    layers = (
        ("flag", flags),
        ("environment", environment),
        ("file", from_files(config, folder)),
        ("ini", below_files or {}),
    )
    _drop_shadowed_url([layer for _, layer in layers])
    values: dict[str, JSON] = {}
    for where, layer in reversed(layers):
        for option in OPTIONS:
            if given(layer, option.field):
                value = convert.value(option, layer[option.field], where)
                below = values.get(option.field)
                values[option.field] = {**(below or {}), **value} if option.is_table else value
    return _settings(values, environ, notices)


def _drop_shadowed_url(layers: list[Mapping[str, JSON]]) -> None:
    """Forget addresses that stand below a rig: only one beside or above it overrides.

    The environment's address never overrides a rig, whichever layer names it.
    """
    rigs = [index for index, layer in enumerate(layers) if given(layer, "rig")]
    for index, layer in enumerate(layers):
        if rigs and (index > rigs[0] or index == 1) and isinstance(layer, dict):
            layer.pop("base_url", None)


def given(layer: Mapping[str, JSON], field: str) -> bool:
    """Whether ``layer`` says anything about ``field``: emptiness does not, 0 does."""
    value = layer.get(field)
    return value is not None and value is not False and value not in ((), [], "")


def _settings(
    values: dict[str, JSON], environ: Mapping[str, str], notices: Iterable[str]
) -> RunSettings:
    target = _target(values)
    declared = read(Path(values["capabilities"])) if "capabilities" in values else None
    supports, claimed = _claims(values.get("profile"), declared, target)
    models = {**(declared.models if declared else {}), **values.get("model", {})}
    check_kinds(models)
    limits = BLACKBOX_LIMITS if target is Target.BLACKBOX else {}
    direct = {key: values[key] for key in _DIRECT if key in values}
    return RunSettings(
        **{**limits, **direct},
        target=target,
        base_url=base_url(values["base_url"]) if "base_url" in values else None,
        model=models.pop(CHAT, None),
        models=models,
        api_key=_key(values, environ) if target is Target.BLACKBOX else None,
        supports=supports,
        doubts=None if declared is None else dict(declared.doubts),
        level=_level(values.get("level", "may")),
        load=_one_of("load", values.get("load", LIGHT), (LIGHT, FULL)),
        timeout_s=values.get("timeout", 60.0 if target is Target.BLACKBOX else 15.0),
        shard=convert.shard(values["shard"]) if "shard" in values else None,
        formats=values.get("format", ("html", "junit")),
        lang=_one_of("lang", values.get("lang", "en"), ("en", "zh")),
        notices=(*notices, *claimed),
    )


def _target(values: Mapping[str, JSON]) -> Target:
    if "rig" in values:
        return Target.WIRED
    return Target.BLACKBOX if "base_url" in values else Target.EMBEDDED


def _claims(
    name: str | None, declared: Declared | None, target: Target
) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
    """The capabilities to judge, and what the user is told of the choice."""
    claimed = profile.supports(name)
    if declared is not None:
        own = () if claimed is None else (profile.DOCUMENTED,)
        told = said("note.file_claims", count=len(declared.claimed))
        return (*declared.claimed, *own), (told,)
    if claimed is not None or target is not Target.BLACKBOX:
        return claimed, ()
    return BLACKBOX_CLAIMS, (said("note.no_profile", names=", ".join(BLACKBOX_CLAIMS)),)


def _key(values: Mapping[str, JSON], environ: Mapping[str, str]) -> str | None:
    """The key of a black-box run; ``None`` when the relay asks for none."""
    if "api_key_file" in values:
        return _key_in(Path(values["api_key_file"]))
    name = values.get("api_key_env")
    if name and not environ.get(name):
        raise UsageError(f"--api-key-env names {name!r}, but that variable is not set")
    key = environ.get(name or "OPENAI_API_KEY", "").strip()
    if not key.isascii() or any(character.isspace() for character in key):
        raise UsageError(f"the key in {name or 'OPENAI_API_KEY'} has spaces or odd characters")
    return key or None


def _key_in(file: Path) -> str:
    try:
        lines = file.read_text(encoding="utf-8").split()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"--api-key-file {file}: cannot be read") from error
    if not lines:
        raise UsageError(f"--api-key-file {file}: the file is empty")
    return lines[0]


def _level(text: str) -> Level:
    return Level(_one_of("level", text.lower(), ("must", "should", "may")).upper())


def _one_of(name: str, value: str, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise UsageError(f"--{name} {value!r} is unknown; write one of {', '.join(choices)}")
    return value
