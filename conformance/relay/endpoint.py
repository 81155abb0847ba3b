"""What a row of the relay's endpoints can say.

Rules of this file: the columns and their words; which paths there are stands in
``endpoints``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from conformance.model import JSON
from conformance.relay.dialects import OPENAI, Dialect
from conformance.relay.fields import Fields

__all__ = ["Endpoint", "Gives", "Routed", "Streams", "Takes"]


class Takes(StrEnum):
    """What the body of a request is."""

    NOTHING = "nothing"
    JSON = "json"
    FORM = "form"
    """multipart/form-data."""
    EITHER = "either"
    """Said by its media type."""


class Routed(StrEnum):
    """Who answers."""

    HERE = "here"
    """The relay itself."""
    BY_MODEL = "by_model"
    """The channels of the model, one after the other: failover may replay the request."""
    BY_KEY = "by_key"
    """The channels of the key, one after the other; no relay reads which model is meant."""
    BY_RESPONSE = "by_response"
    """The one channel that made the response, called once."""
    AS_TASK = "as_task"
    """The channels of the key, until one may have taken the task; or the earlier task's one."""
    BY_TASK = "by_task"
    """The one channel that runs the task."""
    BY_TASKS = "by_tasks"
    """Each channel that runs some of them."""


class Gives(StrEnum):
    """How an answer that is no event stream is passed on."""

    COMPLETION = "completion"
    """A chat completion under the alias."""
    JSON = "json"
    """JSON, under the alias where it names a model."""
    OCTETS = "octets"
    """Octets as they come in, with their media type."""
    BY_FORMAT = "by_format"
    """Octets when ``response_format`` says text, else JSON."""


class Streams(StrEnum):
    """What an event stream is made of."""

    CHAT = "chat"
    """Chunks and ``[DONE]``."""
    TEXT = "text"
    """Chunks of the older completions and ``[DONE]``."""
    TYPED = "typed"
    """Events whose name is their ``type``, up to the end of the message."""
    RESPONSE = "response"
    """The same, with a terminal event and numbers."""
    MESSAGE = "message"
    """The same, with blocks between the start and the stop of a message."""
    CONTENT = "content"
    """Chunks of Gemini, as events or as one array, up to the end of the message."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One path; ``{model}`` in it stands for any text, ``{id}`` for one segment."""

    path: str
    methods: tuple[str, ...] = ("POST",)
    routed: Routed = Routed.BY_MODEL
    takes: Takes = Takes.JSON
    gives: Gives = Gives.JSON
    has: tuple[str, type] = ("", object)
    """The member, and its type, without which a JSON answer is none."""
    streams: Streams | None = None
    asks: tuple[str, JSON] = ("stream", True)
    """The field, and its value, that asks for a stream; without a name the path does."""
    ends: frozenset[str] = frozenset()
    """Types of the events that complete a typed stream."""
    required: tuple[str, ...] = ("model",)
    """Without the ``[]`` that lists have in forms."""
    fields: Fields = field(default_factory=dict)
    is_kept: bool = False
    """Whether the answer can be asked for again by its id."""
    keeps_unasked: bool = True
    """Whether that goes without ``store: true``."""
    default_model: str | None = None
    """The documented one, where ``model`` may be left out."""
    dialect: Dialect = OPENAI
    reports: str = "model"
    """The member of an answer that names the model."""
    query: str = ""
    """What an upstream is asked behind the question mark."""
    makes: tuple[str, ...] = ()
    """Where an answer has the id of the task that it makes."""
    about: str = ""
    """The field that names the task that a submission goes on from."""
    empty: JSON = None
    """What is answered when none of the tasks that are asked for is known."""

    @property
    def names_model(self) -> bool:
        """Whether the path names the model, and not the body."""
        return "{model}" in self.path

    @property
    def is_task(self) -> bool:
        """Whether it is about tasks, which are run and fetched later."""
        return self.routed in {Routed.AS_TASK, Routed.BY_TASK, Routed.BY_TASKS}

    @property
    def may_stream(self) -> bool:
        """Whether the client can choose."""
        return self.streams is not None and bool(self.asks[0])
