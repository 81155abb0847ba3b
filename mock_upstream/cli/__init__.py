"""The command ``mock-upstream``: serve, validate, explain, faults."""

from __future__ import annotations

import click

from mock_upstream.cli.scripts import explain, faults, validate
from mock_upstream.cli.serve import serve

__all__ = ["main"]


HELP = """\
A scriptable upstream that speaks like an LLM provider, and fails like one.

First minute, without a script and without a key:

\b
  mock-upstream serve
  curl http://127.0.0.1:9100/v1/chat/completions \\
    -H 'content-type: application/json' \\
    -d '{"model": "gpt-4o", "messages": [{"role": "user", "content": "hi"}]}'

Then let it fail:

\b
  mock-upstream faults                     what can go wrong
  mock-upstream validate my-script.yaml    is my script right
  mock-upstream explain my-script.yaml     what would go over the wire
  mock-upstream serve --script my-script.yaml
"""


@click.group(help=HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="relay-conformance", prog_name="mock-upstream")
def main() -> None:
    """A scriptable upstream that speaks like an LLM provider."""


for _command in (serve, validate, explain, faults):
    main.add_command(_command)
