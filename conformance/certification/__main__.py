"""``python -m conformance.certification 2026-11 [--again]`` freezes a set of requirements."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import specs
from conformance.certification import sets

arguments = [word for word in sys.argv[1:] if word != "--again"]
if len(arguments) != 1:
    sys.exit("usage: python -m conformance.certification YYYY-MM [--again]")
file = Path(str(specs.path(*sets.FOLDER.split("/"), f"{arguments[0]}.yaml")))
if file.exists() and "--again" not in sys.argv:
    sys.exit(f"{file.name} is frozen; before it is published, --again freezes it anew")
frozen = sets.freeze(arguments[0], datetime.now(UTC).date())
file.parent.mkdir(exist_ok=True)
file.write_text(sets.as_yaml(frozen), encoding="utf-8")
sys.stdout.write(f"{file}: {len(frozen.rows)} rows, {frozen.digest}\n")
