#!/usr/bin/env bash
# Installs the suite of this very checkout, pinned, into an environment of its own that the
# following steps find; the caller's Python packages stay as they are.
set -euo pipefail

root=$(cd "${GITHUB_ACTION_PATH:?}/../../.." && pwd)
place="${RUNNER_TEMP:?}/relay-conformance"

"${RC_PYTHON:-python3}" -m venv "$place"
"$place/bin/python" -m pip install --quiet --disable-pip-version-check \
  --constraint "$root/constraints.txt" "$root"
