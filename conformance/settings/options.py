"""The one table of a run's options: command line, pytest, environment and files read it.

Rules of this file: data only and no import of ours, because the pytest plugin
reads it in every pytest run of the environment.
"""

from __future__ import annotations

from typing import NamedTuple


class Option(NamedTuple):
    """One option. ``kind``: ``text number integer flag many list models path``.

    ``many`` may be given again and again, ``list`` is separated by commas;
    ``models`` is a list whose entries may begin with ``KIND=``, or a table.
    """

    name: str
    kind: str
    help: str
    metavar: str | None = None
    env: str | None = None

    @property
    def is_repeated(self) -> bool:
        """Whether the option may be given again and again."""
        return self.kind in {"many", "list", "models"}

    @property
    def is_table(self) -> bool:
        """Whether a layer adds to the layers below it, key by key."""
        return self.kind == "models"

    @property
    def field(self) -> str:
        """The key in settings and configuration files: ``max_requests``."""
        return self.name.replace("-", "_")

    @property
    def pytest_flag(self) -> str:
        """The flag of the pytest plugin; ``--base-url`` belongs to another plugin."""
        return "--relay-url" if self.name == "base-url" else f"--relay-{self.name}"

    @property
    def ini(self) -> str:
        """The key in ``pytest.ini`` and ``[tool.pytest.ini_options]``."""
        return self.pytest_flag[2:].replace("-", "_")


LANG_ENV = "RELAY_CONFORMANCE_LANG"
"""Names the language for every verb that prints sentences."""

_MODEL = "the chat model, or that of another KIND of endpoint: embeddings=NAME, speech=NAME"

OPTIONS = (
    Option("base-url", "text", "the relay, with or without /v1", "URL", "OPENAI_BASE_URL"),
    Option("rig", "text", "a wired relay: reference, litellm, or a rig file", "NAME|FILE"),
    Option("model", "models", _MODEL, "[KIND=]MODEL", "OPENAI_MODEL"),
    Option("api-key-env", "text", "environment variable with the key [OPENAI_API_KEY]", "NAME"),
    Option("api-key-file", "path", "file whose first line is the key", "FILE"),
    Option("profile", "text", "what the relay's own documents promise", "NAME|FILE"),
    Option("capabilities", "path", "what the relay serves, as `probe` wrote it", "FILE"),
    Option("select", "many", "only ids, areas, endpoints, probes or titles like this", "PATTERN"),
    Option("skip", "many", "leave out what matches", "PATTERN"),
    Option("level", "text", "lowest level to judge: must, should or may [may]", "LEVEL"),
    Option("load", "text", "light, or full: thousands of requests at once too [light]", "SIZE"),
    Option("strict", "flag", "the exit code follows the verdict `OpenAI strict`"),
    Option("concurrency", "integer", "probes under way at once [free lanes; 4 in black box]", "N"),
    Option("max-requests", "integer", "send no more requests than this [black box: 1000]", "N"),
    Option("max-tokens", "integer", "spend no more tokens than this [black box: 200000]", "N"),
    Option("max-cost", "number", "spend no more US dollars than this", "USD"),
    Option("price", "number", "dollars for a million tokens [the list of specs/prices]", "USD"),
    Option("timeout", "number", "seconds that one exchange may take [black box 60, wired 15]", "S"),
    Option("baseline", "path", "known findings, each with a reason and an end date", "FILE"),
    Option("baseline-update", "flag", "write the failures of this run into the baseline"),
    Option("shard", "text", "run one part of several, such as 1/3", "I/N"),
    Option("out", "path", "directory of the run [reports/out/TIME-TARGET]", "DIR"),
    Option("format", "list", "reports to write, of those in `report --help` [html,junit]", "NAMES"),
    Option("lang", "text", "language of terminal and report: en or zh [en]", "LANG", LANG_ENV),
)
"""Every option of ``run``, in the order of the help."""
