#!/usr/bin/env bash
# Runs the suite with what the environment says and tells the job what came of it.
# An input becomes one word `--name=value`: whatever it holds, it is no option and no command.
set -euo pipefail

program="${RUNNER_TEMP:?}/relay-conformance/bin/relay-conformance"
python="${RUNNER_TEMP:?}/relay-conformance/bin/python"
out="${RC_OUT:?}"
words=(run "--out=$out")

# $1: the option; $2: its value, left out when it is empty
one() {
  if [ -n "$2" ]; then words+=("$1=$2"); fi
}

# $1: the option; $2: its values, one a line
each() {
  local line
  while IFS= read -r line; do
    line="${line#"${line%%[![:space:]]*}"}"
    one "$1" "${line%"${line##*[![:space:]]}"}"
  done <<< "$2"
}

one --base-url "${RC_BASE_URL:-}"
one --rig "${RC_RIG:-}"
each --model "${RC_MODEL:-}"
one --profile "${RC_PROFILE:-}"
one --capabilities "${RC_CAPABILITIES:-}"
one --baseline "${RC_BASELINE:-}"
each --select "${RC_SELECT:-}"
each --skip "${RC_SKIP:-}"
one --level "${RC_LEVEL:-}"
one --max-requests "${RC_MAX_REQUESTS:-}"
one --max-tokens "${RC_MAX_TOKENS:-}"
one --max-cost "${RC_MAX_COST:-}"
one --format "${RC_FORMATS:-}"
one --lang "${RC_LANG:-}"
if [ "${RC_STRICT:-false}" = true ]; then words+=(--strict); fi
if [ -n "${RC_API_KEY:-}" ]; then export OPENAI_API_KEY="$RC_API_KEY"; fi
unset RC_API_KEY

code=0
"$program" "${words[@]}" || code=$?

# The outputs are words of a fixed choice, and a path without a line feed.
"$python" - "$out" "$code" >> "${GITHUB_OUTPUT:?}" << 'PYTHON'
import json, pathlib, sys

words = ("conformant", "not conformant", "no verdict")
out, code = sys.argv[1:]
try:
    found = json.loads((pathlib.Path(out) / "run.json").read_text(encoding="utf-8"))["verdicts"]
except (OSError, ValueError, KeyError, TypeError):
    found = {}
for output, key in (("verdict", "documented"), ("strict-verdict", "strict")):
    word = found.get(key)
    print(f"{output}={word if word in words else 'no verdict'}")
print(f"exit-code={int(code)}")
print(f"report-path={''.join(char for char in out if char.isprintable())}")
PYTHON

if [ "${RC_FAIL:-true}" != false ]; then exit "$code"; fi
