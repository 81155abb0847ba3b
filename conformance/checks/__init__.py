"""Every rule that a relay is judged by, and the judge.

Importing this package fills :data:`CHECKS`; a new module of checks is added here.
"""

from conformance.checks import (  # noqa: F401 (imported for the checks they enter)
    asked,
    audio,
    cancel,
    chunks,
    completion,
    completions,
    cors,
    cuts,
    embeddings,
    errors,
    forms,
    gemini,
    hops,
    http,
    ideogram,
    images,
    isolation,
    limits,
    media,
    messages,
    midjourney,
    models,
    moderations,
    parameters,
    parts,
    pictures,
    profile,
    quota,
    responses,
    retold,
    security,
    sse,
    stored,
    task_sides,
    tasks,
    thinking,
    tools,
    translation,
    upstream,
    usage,
    voice,
)
from conformance.checks.judge import Judgement, given_of, judge, views_of
from conformance.checks.registry import CHECKS, Check

__all__ = ["CHECKS", "Check", "Judgement", "given_of", "judge", "views_of"]
