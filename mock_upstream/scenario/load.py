"""A script's text becomes a checked :class:`Script`, or a list of problems.

Rules of this file: whatever cannot be honoured is refused here, with its JSON
pointer and line; nothing is ignored and nothing fails later for its form.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import specs
from mock_upstream.scenario.model import JSON, Script
from mock_upstream.scenario.problems import Problem, ScriptError, schema_problems
from mock_upstream.scenario.read import Reader


def load_file(path: Path) -> Script:
    """The script in a YAML or JSON file. Raises ScriptError, OSError."""
    return load_text(path.read_text(encoding="utf-8"), str(path))


def load_text(text: str, file: str = "<script>") -> Script:
    """The script that ``text`` says; ``file`` names it in errors. Raises ScriptError."""
    try:
        document = specs.parse(text, file)
    except specs.SpecError as error:
        problem = Problem(error.pointer, error.message, "mend the syntax", error.line)
        raise ScriptError(file, (problem,)) from error
    return load(document.value, file, document)


def load(value: JSON, file: str = "<script>", document: specs.Document | None = None) -> Script:
    """The script that a decoded value says. Raises ScriptError with every problem found."""
    problems = schema_problems(value)
    if not problems:
        reader = Reader(value)
        script = reader.script()
        problems = tuple(reader.problems)
    if problems:
        raise ScriptError(file, tuple(_with_line(problem, document) for problem in problems))
    return script


def _with_line(problem: Problem, document: specs.Document | None) -> Problem:
    """The problem with the line of its pointer."""
    return replace(problem, line=document.line(problem.pointer)) if document else problem
