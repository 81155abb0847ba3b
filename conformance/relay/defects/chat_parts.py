"""Defects of what chat carries besides words: sound, files, and the citations of a search."""

from __future__ import annotations

from typing import ClassVar

from conformance.model import JSON
from conformance.relay.defects.base import Defect
from conformance.relay.defects.bodies import without

__all__ = ["CHAT_PARTS"]

Body = dict[str, JSON]
"""A request, an answer, or a part of either."""

_CHAT = "/v1/chat/completions"


class _Said(Defect):
    """A defect that changes what each choice says, streamed or not."""

    def chunk(self, chunk: Body) -> list[Body]:
        """Change the deltas."""
        return [chunk | {"choices": [self._in(choice, "delta") for choice in chunk["choices"]]}]

    def completion(self, body: Body) -> Body:
        """Change the messages."""
        return body | {"choices": [self._in(choice, "message") for choice in body["choices"]]}

    def _in(self, choice: Body, at: str) -> Body:
        return choice | {at: self._changed(dict(choice[at]))}

    def _changed(self, said: Body) -> Body:
        """Return the message or the delta as it is shown."""
        raise NotImplementedError


class _Audio(_Said):
    """A defect that changes the sound of each choice."""

    def _changed(self, said: Body) -> Body:
        return said | {"audio": self._sounding(said["audio"])} if said.get("audio") else said

    def _sounding(self, audio: Body) -> JSON:
        """Return the sound as it is shown."""
        raise NotImplementedError


class ChatAudioDropped(_Said):
    """The sound of a spoken answer is lost."""

    name = "chat_audio_dropped"

    def _changed(self, said: Body) -> Body:
        return without(said, "audio")


class ChatAudioCut(_Audio):
    """Half of the sound of a spoken answer is lost."""

    name = "chat_audio_cut"

    def _sounding(self, audio: Body) -> JSON:
        data = audio.get("data")
        return audio | {"data": data[: len(data) // 8 * 4]} if data else audio


class ChatAudioExpiryString(_Audio):
    """The sound of a spoken answer says in letters until when it is kept."""

    name = "chat_audio_expiry_string"

    def _sounding(self, audio: Body) -> JSON:
        has_it = "expires_at" in audio
        return audio | {"expires_at": str(audio["expires_at"])} if has_it else audio


class _Asked(Defect):
    """A defect that loses fields of a chat request."""

    fields: ClassVar[tuple[str, ...]]

    def request_body(self, body: Body) -> Body:
        """Leave them out."""
        return without(body, *self.fields) if self.turn.path == _CHAT else body


class ChatModalitiesDropped(_Asked):
    """The wish for sound is not forwarded."""

    name = "chat_modalities_dropped"
    fields = ("modalities", "audio")


class ChatSearchDropped(_Asked):
    """The options of a web search are not forwarded."""

    name = "chat_search_dropped"
    fields = ("web_search_options",)


class ChatAudioFormatLost(Defect):
    """Sound is asked for as MP3, whatever the client wants."""

    name = "chat_audio_format_lost"

    def request_body(self, body: Body) -> Body:
        """Change the format."""
        is_here = self.turn.path == _CHAT and isinstance(body.get("audio"), dict)
        return body | {"audio": body["audio"] | {"format": "mp3"}} if is_here else body


class _Part(Defect):
    """A defect that changes the content parts of one type."""

    kind: ClassVar[str]

    def request_body(self, body: Body) -> Body:
        """Change the parts of each message."""
        if self.turn.path != _CHAT:
            return body
        return body | {"messages": [self._message(message) for message in body["messages"]]}

    def _message(self, message: Body) -> Body:
        content = message.get("content")
        if not isinstance(content, list):
            return message
        return message | {"content": [new for part in content for new in self._parts(part)]}

    def _parts(self, part: Body) -> list[Body]:
        return self._changed(part) if part.get("type") == self.kind else [part]

    def _changed(self, part: Body) -> list[Body]:
        """Return what is forwarded in place of a part."""
        raise NotImplementedError


class ChatRecordingCut(_Part):
    """Half of a recording in a message is lost."""

    name = "chat_recording_cut"
    kind = "input_audio"

    def _changed(self, part: Body) -> list[Body]:
        data = part[self.kind]["data"]
        return [part | {self.kind: part[self.kind] | {"data": data[: len(data) // 8 * 4]}}]


class ChatFilesDropped(_Part):
    """Files in a message are not forwarded."""

    name = "chat_files_dropped"
    kind = "file"

    def _changed(self, part: Body) -> list[Body]:
        del part
        return []


class ChatFileNamesLost(_Part):
    """Files in a message lose their names."""

    name = "chat_file_names_lost"
    kind = "file"

    def _changed(self, part: Body) -> list[Body]:
        return [part | {self.kind: without(part[self.kind], "filename")}]


class ChatCitationsDropped(_Said):
    """The citations of a web search are lost."""

    name = "chat_citations_dropped"

    def _changed(self, said: Body) -> Body:
        return without(said, "annotations")


class ChatCitationUrlsLost(_Said):
    """The citations of a web search have no address."""

    name = "chat_citation_urls_lost"

    def _changed(self, said: Body) -> Body:
        cited = said.get("annotations")
        return said | {"annotations": [_unaddressed(one) for one in cited]} if cited else said


def _unaddressed(citation: Body) -> Body:
    return citation | {"url_citation": without(citation["url_citation"], "url")}


CHAT_PARTS: tuple[type[Defect], ...] = (
    ChatAudioDropped,
    ChatAudioCut,
    ChatAudioExpiryString,
    ChatModalitiesDropped,
    ChatSearchDropped,
    ChatAudioFormatLost,
    ChatRecordingCut,
    ChatFilesDropped,
    ChatFileNamesLost,
    ChatCitationsDropped,
    ChatCitationUrlsLost,
)
"""The defects of this family."""
