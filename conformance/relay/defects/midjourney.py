"""Defects of Midjourney's own: codes, buttons, windows, prefixes."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from conformance.model import JSON
from conformance.relay.defects.base import Defect
from conformance.relay.defects.tasks import Body
from conformance.relay.envelope import Problem, Reason, envelope, refusal

__all__ = ["MIDJOURNEY", "Midjourney"]

_FLAGS = re.compile(r"\s*--\w+( [^-\s]\S*)?")
_KNOWN = frozenset(
    {"prompt", "botType", "base64Array", "state", "notifyHook", "accountFilter", "ids"}
)


class Midjourney(Defect):
    """A defect that leaves other families alone."""

    @property
    def is_here(self) -> bool:
        """Whether Midjourney is spoken."""
        return self.turn.path.startswith("/mj")

    @property
    def is_fetch(self) -> bool:
        """Whether one task is asked for."""
        return self.is_here and self.turn.path.endswith("/fetch")


class MidjourneyCodeAsText(Midjourney):
    """The code of a submission is text."""

    name = "midjourney_code_as_text"

    def result(self, body: Body) -> Body:
        """Write it out."""
        is_code = self.is_here and self.turn.method == "POST" and "code" in body
        return body | {"code": str(body["code"])} if is_code and body["code"] == 1 else body


class MidjourneyButtonsAsText(Midjourney):
    """The buttons of a task are JSON in a text, as they are kept."""

    name = "midjourney_buttons_as_text"

    def result(self, body: Body) -> Body:
        """Pack them."""
        is_packed = self.is_fetch and "buttons" in body
        return body | {"buttons": json.dumps(body["buttons"])} if is_packed else body


class MidjourneyButtonsLost(Midjourney):
    """A finished task has no buttons."""

    name = "midjourney_buttons_lost"

    def result(self, body: Body) -> Body:
        """Take them away."""
        return body | {"buttons": []} if self.is_fetch and body.get("buttons") else body


class MidjourneyStateLost(Midjourney):
    """What the client wrote on its task is not told again."""

    name = "midjourney_state_lost"

    def result(self, body: Body) -> Body:
        """Empty it."""
        return body | {"state": None} if self.is_fetch and body.get("state") else body


class MidjourneyFlagsLost(Midjourney):
    """A prompt is forwarded without the parameters at its end."""

    name = "midjourney_flags_lost"

    def request_body(self, body: Body) -> Body:
        """Cut them off."""
        prompt = body.get("prompt")
        is_said = self.is_here and isinstance(prompt, str)
        return body | {"prompt": _FLAGS.sub("", str(prompt))} if is_said else body


class MidjourneyUnknownDropped(Midjourney):
    """A field of a prompt that the relay does not know is not forwarded."""

    name = "midjourney_unknown_dropped"

    def request_body(self, body: Body) -> Body:
        """Keep the known ones."""
        is_imagine = self.turn.path.endswith("/submit/imagine")
        return {key: body[key] for key in body if key in _KNOWN} if is_imagine else body


class MidjourneyRefusal(Midjourney):
    """A defect of what is told of a refused submission."""

    def result(self, body: Body) -> Body:
        """Tell it otherwise."""
        is_refused = self.is_here and body.get("code") not in {None, 1, 21, 22}
        return self.refused(body) if is_refused else body

    def refused(self, body: Body) -> Body:
        """Return the answer."""
        return body


class MidjourneyRefusalHidden(MidjourneyRefusal):
    """Whatever keeps an upstream from a task is told as one and the same failure."""

    name = "midjourney_refusal_hidden"

    def refused(self, body: Body) -> Body:
        """Say nothing."""
        return {"code": 9, "description": "failed", "result": None, "properties": {}}


class MidjourneyRefusalTaken(MidjourneyRefusal):
    """A submission that the upstream refuses is told as taken."""

    name = "midjourney_refusal_taken"

    def refused(self, body: Body) -> Body:
        """Hope for the best."""
        return {"code": 1, "description": "ok", "result": "1", "properties": {}}


class MidjourneyActionRefused(Midjourney):
    """Nothing but new pictures is taken."""

    name = "midjourney_action_refused"

    def request_body(self, body: Body) -> Body:
        """Refuse the rest."""
        if self.is_here and "/task/" not in self.turn.path and "imagine" not in self.turn.path:
            raise refusal(Reason.MISSING_FIELD, "unknown_action")
        return body


class MidjourneyWindowHidden(Midjourney):
    """A task that waits for a window to be filled in is told as any other."""

    name = "midjourney_window_hidden"

    def result(self, body: Body) -> Body:
        """Say that it goes on."""
        if self.is_here and body.get("code") == 21:
            return body | {"code": 1}
        return body | {"status": "SUBMITTED"} if body.get("status") == "MODAL" else body


class MidjourneySeedLost(Midjourney):
    """The seed of a picture is not told."""

    name = "midjourney_seed_lost"

    def result(self, body: Body) -> Body:
        """Empty it."""
        is_seed = self.is_here and self.turn.path.endswith("/image-seed")
        return body | {"result": ""} if is_seed else body


class MidjourneySpeedUnserved(Midjourney):
    """The prefixes that name a speed lead nowhere."""

    name = "midjourney_speed_unserved"

    def request_body(self, body: Body) -> Body:
        """Know the usual one."""
        if self.turn.path.startswith("/mj-"):
            raise refusal(Reason.UNKNOWN_PATH, "This path is unknown here.")
        return body


class MidjourneyErrorOpenai(Midjourney):
    """An error on Midjourney's paths is told in the shape of OpenAI."""

    name = "midjourney_error_openai"

    def envelope(self, body: JSON, problem: Problem) -> JSON:
        """Take the usual one."""
        return envelope(problem) if self.is_here else body


class MidjourneyKey400(Midjourney):
    """A key that is missing or wrong is answered with 400 on Midjourney's paths."""

    name = "midjourney_key_400"

    def error(self, problem: Problem) -> Problem:
        """Take the family's usual status."""
        is_key = self.is_here and problem.status == 401
        return replace(problem, status=400) if is_key else problem


class MidjourneySecretUnread(Midjourney):
    """A key in mj-api-secret is not seen."""

    name = "midjourney_secret_unread"

    def key_shown(self, key: str | None) -> str | None:
        """Look elsewhere, where there is none."""
        return None if self.is_here and "mj-api-secret" in self.turn.headers else key


class MidjourneyListWrapped(Midjourney):
    """A list of tasks has one that is none."""

    name = "midjourney_list_wrapped"

    def tasks(self, rows: list[JSON]) -> list[JSON]:
        """Put each in an object of its own."""
        return [{"task": row} for row in rows] if self.is_here else rows


MIDJOURNEY: tuple[type[Defect], ...] = (
    MidjourneyCodeAsText,
    MidjourneyButtonsAsText,
    MidjourneyButtonsLost,
    MidjourneyStateLost,
    MidjourneyFlagsLost,
    MidjourneyUnknownDropped,
    MidjourneyRefusalHidden,
    MidjourneyRefusalTaken,
    MidjourneyActionRefused,
    MidjourneyWindowHidden,
    MidjourneySeedLost,
    MidjourneySpeedUnserved,
    MidjourneyErrorOpenai,
    MidjourneyKey400,
    MidjourneySecretUnread,
    MidjourneyListWrapped,
)
"""The defects of this family."""
