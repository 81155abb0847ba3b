"""What a run found, as the document that every report is rendered from."""

from conformance.results.advice import advice
from conformance.results.directory import RunDirectory
from conformance.results.document import Facts, assemble
from conformance.results.languages import languages
from conformance.results.result import of_case, of_lack, of_skip
from conformance.results.verdict import Verdict, exit_code, summary, verdicts

__all__ = [
    "Facts",
    "RunDirectory",
    "Verdict",
    "advice",
    "assemble",
    "exit_code",
    "languages",
    "of_case",
    "of_lack",
    "of_skip",
    "summary",
    "verdicts",
]
