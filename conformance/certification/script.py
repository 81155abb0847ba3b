"""The script in a bundle that judges the same relay again. Pure.

Rules of this file: every word that is not ours is quoted for the shell; no key
is in it.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import PurePath

from conformance.model import JSON

__all__ = ["reproduce_sh"]

_HEAD = """\
#!/usr/bin/env bash
# Judges the relay of this certificate again and makes a bundle of its own, of level L2.
# Needs relay-conformance {version}; sign with your own key (RELAY_SIGNING_KEY or --signing-key).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
found=$(relay-conformance --version)
case "$found" in
  *{version_pattern}) ;;
  *) echo "the certificate was made by relay-conformance {version}, here is: $found" >&2; exit 2 ;;
esac
"""


def reproduce_sh(claims: Mapping[str, JSON], target: Mapping[str, JSON], rig: str | None) -> str:
    """The script; further flags, such as the key's, are passed on to ``certify``."""
    version = str(claims["suite"]["version"])
    words = [
        *("relay-conformance", "certify"),
        *("--profile", claims["scope"]["profile"]),
        *_relay(target, rig),
        *("--set", claims["set"]["name"]),
        *("--repeat", str(len(claims["runs"]))),
        *(("--load", "full") if claims["scope"]["load"] == "full" else ()),
    ]
    own = [shlex.quote(str(word)) for word in words]
    if rig is None:
        own += ["--capabilities", '"$here/capabilities.yaml"']
    line = " ".join([*own, '--product "$here/product.yaml" --reproduces "$here"'])
    head = _HEAD.format(version=_plain(version), version_pattern=shlex.quote(version))
    return f'{head}exec {line} --out "${{REPRODUCED:-reproduced}}" "$@"\n'


def _relay(target: Mapping[str, JSON], rig: str | None) -> list[str]:
    """What was judged. A rig file is its owner's: only its name is known here."""
    if rig is not None:
        return ["--rig", PurePath(rig).name if "/" in rig else rig]
    models = {"chat": target.get("model"), **target.get("models", {})}
    named = [f"{kind}={name}" for kind, name in models.items() if name]
    return [
        *("--base-url", str(target["base_url"])),
        *(word for one in named for word in ("--model", one)),
    ]


def _plain(text: str) -> str:
    """``text`` for a comment: one line."""
    return "".join(char for char in text if char.isprintable())
