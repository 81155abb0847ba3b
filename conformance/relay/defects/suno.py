"""Defects of Suno's own: codes, songs, lyrics, forms."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from conformance.model import JSON
from conformance.relay.defects.base import Defect
from conformance.relay.defects.tasks import Body
from conformance.relay.envelope import Problem, Reason, envelope, refusal

__all__ = ["SUNO", "Suno"]

_KNOWN = frozenset(
    {
        "prompt", "title", "tags", "mv", "make_instrumental", "gpt_description_prompt",
        "negative_tags", "notify_hook", "continue_clip_id", "task_id", "continue_at", "ids",
        "action", "clip_id", "is_infill", "url",
    }
)  # fmt: skip


class Suno(Defect):
    """A defect that leaves other families alone."""

    @property
    def is_here(self) -> bool:
        """Whether Suno is spoken."""
        return self.turn.path.startswith("/suno/")

    @property
    def is_fetch(self) -> bool:
        """Whether one task is asked for."""
        return self.is_here and self.turn.method == "GET"

    def inside(self, body: Body, change: Callable[[JSON], JSON]) -> Body:
        """Return a fetched task with other songs or lyrics in it, if it has some."""
        task = body.get("data")
        if not self.is_fetch or not isinstance(task, dict) or not task.get("data"):
            return body
        return body | {"data": task | {"data": change(task["data"])}}


class SunoCodeAsNumber(Suno):
    """The code of a success is 1."""

    name = "suno_code_as_number"

    def result(self, body: Body) -> Body:
        """Count."""
        return body | {"code": 1} if self.is_here and body.get("code") == "success" else body


class SunoSongsAsText(Suno):
    """Songs and lyrics are JSON in a text, as they are kept."""

    name = "suno_songs_as_text"

    def result(self, body: Body) -> Body:
        """Pack them."""
        return self.inside(body, json.dumps)


class SunoSongLost(Suno):
    """One of the songs of a task is not told of."""

    name = "suno_song_lost"

    def result(self, body: Body) -> Body:
        """Keep the first."""
        return self.inside(body, lambda data: data[:1] if isinstance(data, list) else data)


class SunoLyricsTrimmed(Suno):
    """Lyrics end after their first line."""

    name = "suno_lyrics_trimmed"

    def result(self, body: Body) -> Body:
        """Cut them."""
        return self.inside(body, _first_line)


def _first_line(data: JSON) -> JSON:
    is_lyrics = isinstance(data, dict) and "text" in data
    return data | {"text": str(data["text"])[:10]} if is_lyrics else data


class SunoTitleLost(Suno):
    """The title of a song is not forwarded."""

    name = "suno_title_lost"

    def request_body(self, body: Body) -> Body:
        """Take the field out."""
        return {key: body[key] for key in body if key != "title"} if self.is_here else body


class SunoUnknownDropped(Suno):
    """A field that the relay does not know is not forwarded."""

    name = "suno_unknown_dropped"

    def request_body(self, body: Body) -> Body:
        """Keep the known ones."""
        return {key: body[key] for key in body if key in _KNOWN} if self.is_here else body


class SunoFormsRefused(Suno):
    """A song without words is refused."""

    name = "suno_forms_refused"

    def request_body(self, body: Body) -> Body:
        """Ask for words."""
        if self.is_here and body.get("make_instrumental") is True:
            raise refusal(Reason.MISSING_FIELD, "prompt_empty")
        return body


class SunoPartsRefused(Suno):
    """Parts of songs and recordings are refused."""

    name = "suno_parts_refused"

    def request_body(self, body: Body) -> Body:
        """Know no such action."""
        if self.turn.path in {"/suno/submit/concat", "/suno/uploads/audio-url"}:
            raise refusal(Reason.MISSING_FIELD, "invalid_action")
        return body


class SunoErrorOpenai(Suno):
    """An error on Suno's paths is told in the shape of OpenAI."""

    name = "suno_error_openai"

    def envelope(self, body: JSON, problem: Problem) -> JSON:
        """Take the usual one."""
        return envelope(replace(problem, code=None)) if self.is_here else body


class SunoRefusalHidden(Suno):
    """Whatever keeps an upstream from a task is told as one and the same failure."""

    name = "suno_refusal_hidden"

    def envelope(self, body: JSON, problem: Problem) -> JSON:
        """Say nothing."""
        is_refused = self.is_here and problem.reason is Reason.UPSTREAM
        return {"code": "failed", "message": "failed", "data": None} if is_refused else body


class SunoKey400(Suno):
    """A key that is missing or wrong is answered with 400 on Suno's paths."""

    name = "suno_key_400"

    def error(self, problem: Problem) -> Problem:
        """Take the family's usual status."""
        is_key = self.is_here and problem.status == 401
        return replace(problem, status=400) if is_key else problem


class SunoBatchBare(Suno):
    """A batch of tasks has one that is none."""

    name = "suno_batch_bare"

    def tasks(self, rows: list[JSON]) -> list[JSON]:
        """Put each in an object of its own."""
        return [{"task": row} for row in rows] if self.is_here else rows


SUNO: tuple[type[Defect], ...] = (
    SunoCodeAsNumber,
    SunoSongsAsText,
    SunoSongLost,
    SunoLyricsTrimmed,
    SunoTitleLost,
    SunoUnknownDropped,
    SunoFormsRefused,
    SunoPartsRefused,
    SunoErrorOpenai,
    SunoRefusalHidden,
    SunoKey400,
    SunoBatchBare,
)
"""The defects of this family."""
