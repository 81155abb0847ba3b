"""``/audio/transcriptions`` and ``/audio/translations``, in every format.

Rules of this file: the request and how the answer is told; what is heard is the
business of ``transcript``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TypeAlias

from mock_upstream import jsontext, text
from mock_upstream.frames import Data
from mock_upstream.jsontext import JSON
from mock_upstream.protocols.openai import fields, forms, rules, said, subtitles
from mock_upstream.protocols.openai.forms import Form
from mock_upstream.protocols.openai.rules import Check
from mock_upstream.protocols.openai.said import Asked, Said
from mock_upstream.protocols.openai.transcript import Transcript, heard
from mock_upstream.reply import Failure

__all__ = ["transcribe"]

FIELDS: Mapping[str, Check] = MappingProxyType(
    {
        "model": rules.string,
        "language": rules.string,
        "prompt": rules.string,
        "temperature": rules.decimal(0, 1),
        "stream": rules.boolean,
    }
)
LANGUAGES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "en": ("en_US", "english"),
        "zh": ("zh_CN", "chinese"),
        "ja": ("ja_JP", "japanese"),
        "de": ("de_DE", "german"),
        "fr": ("fr_FR", "french"),
        "es": ("es_ES", "spanish"),
    }
)
"""ISO 639-1 -> locale of the words, and the name that a verbose answer gives."""

TOKENS_PER_SECOND = 10


class _Request:
    """A sound request: the form, and what is heard in its file."""

    def __init__(self, asked: Asked, form: Form) -> None:
        self.fields = form.fields
        self.model = str(form.fields.get("model", ""))
        self.is_translation = asked.path.endswith("/translations")
        self.format = str(form.fields.get("response_format") or "json")
        language = "en" if self.is_translation else str(form.fields.get("language") or "en")
        locale, self.language = LANGUAGES.get(language, LANGUAGES["en"])
        octets = form.files["file"][0].octets if form.files.get("file") else b""
        script = asked.script
        self.transcript = heard(octets, seed=asked.seed, locale=locale, words=script.get("text"))

    @property
    def stream(self) -> bool:
        """Whether events are wanted and given: not by Whisper, nor for a translation."""
        is_deaf = self.is_translation or self.model.startswith("whisper")
        return self.fields.get("stream") is True and not is_deaf

    @property
    def granularities(self) -> list[JSON]:
        """What a verbose answer has times of."""
        return list(self.fields.get("timestamp_granularities") or ["segment"])


def transcribe(asked: Asked) -> Said | Failure:
    """What is said to a recording."""
    form = forms.read_form(asked.octets, asked.headers)
    if isinstance(form, Failure):
        return form
    wrong = rules.first(_problems(asked, form))
    if wrong is not None:
        return wrong
    request = _Request(asked, form)
    usage = _tokens(request.transcript)
    if request.stream:
        frames = said.events(asked, _events(request))
    else:
        content_type, write = FORMATS[request.format]
        octets = write(request, asked.script.get("extras", {}))
        frames = said.body(asked, octets, content_type)
    summary: dict[str, JSON] = {"model": request.model, "text": request.transcript.text}
    if request.format == "diarized_json":
        summary["speakers"] = [[one["speaker"], one["text"]] for one in _speakers(request)]
    if not request.stream:
        summary |= {"format": request.format, "sha256": said.sha256(octets)}
    return Said(frames, {**summary, "usage": usage}, usage["total_tokens"])


def _problems(asked: Asked, form: Form) -> Iterator[Failure | None]:
    """What is wrong, the file first."""
    if not form.files.get("file"):
        yield rules.missing("file")
    yield from fields.problems(form.fields, FIELDS, ("model",))
    kind, model = form.fields.get("response_format"), str(form.fields.get("model", ""))
    allowed: tuple[str, ...] = tuple(FORMATS)
    if asked.path.endswith("/translations") or model.startswith("whisper"):
        allowed = tuple(name for name in FORMATS if name != "diarized_json")
    elif model.startswith("gpt-4o") and "transcribe" in model:
        allowed = ("json", "text", "diarized_json") if "diarize" in model else ("json",)
    if kind is not None and kind not in allowed:
        yield rules.invalid_value("response_format", kind, allowed)


def _tokens(transcript: Transcript) -> dict[str, JSON]:
    """The usage of models that count tokens."""
    sound = max(1, round(transcript.duration * TOKENS_PER_SECOND))
    words = text.count(transcript.text)
    return {
        "type": "tokens",
        "input_tokens": sound,
        "input_token_details": {"text_tokens": 0, "audio_tokens": sound},
        "output_tokens": words,
        "total_tokens": sound + words,
    }


def _usage(request: _Request) -> dict[str, JSON]:
    """Whisper counts seconds, the others tokens."""
    if request.model.startswith("whisper"):
        return {"type": "duration", "seconds": -(-request.transcript.duration // 1)}
    return _tokens(request.transcript)


def _events(request: _Request) -> Iterator[Data]:
    """The words one after another, then all of them."""
    transcript = request.transcript
    if request.format == "diarized_json":
        yield from _spoken_events(request)
    else:
        for piece in text.pieces(transcript.text):
            yield said.event({"type": "transcript.text.delta", "delta": piece})
    done = {"type": "transcript.text.done", "text": transcript.text}
    yield said.event({**done, "usage": _tokens(transcript)}, "done")


def _spoken_events(request: _Request) -> Iterator[Data]:
    """The words of each segment, then who has said them; together they are the whole text."""
    left = request.transcript.text
    for segment in _speakers(request):
        words, left = _cut(left, segment["text"])
        for piece in text.pieces(words):
            delta = {"type": "transcript.text.delta", "delta": piece}
            yield said.event({**delta, "segment_id": segment["id"]})
        yield said.event(segment)


def _cut(whole: str, words: str) -> tuple[str, str]:
    """``whole`` up to the end of ``words`` and the space behind them, and the rest."""
    rest = whole[whole.index(words) + len(words) :]
    after = rest.lstrip()
    return whole[: len(whole) - len(after)], after


def _json(request: _Request, extras: Mapping[str, JSON]) -> bytes:
    """The plain object; a translation has nothing but its text."""
    value: dict[str, JSON] = {"text": request.transcript.text}
    if not request.is_translation:
        value["usage"] = _usage(request)
    return jsontext.dumps({**value, **extras})


def _verbose(request: _Request, extras: Mapping[str, JSON]) -> bytes:
    """The object with language, length and times."""
    transcript = request.transcript
    value: dict[str, JSON] = {
        "task": "translate" if request.is_translation else "transcribe",
        "language": request.language,
        "duration": transcript.duration,
        "text": transcript.text,
    }
    if "segment" in request.granularities:
        value["segments"] = [_segment(index, request) for index in range(len(transcript.segments))]
    if "word" in request.granularities:
        value["words"] = [
            {"word": one.text, "start": one.start, "end": one.end} for one in transcript.words
        ]
    if not request.is_translation:
        value["usage"] = {"type": "duration", "seconds": -(-transcript.duration // 1)}
    return jsontext.dumps({**value, **extras})


def _segment(index: int, request: _Request) -> dict[str, JSON]:
    """One segment as Whisper describes it: each begins with the blank before its first word."""
    one = request.transcript.segments[index]
    return {
        "id": index,
        "seek": 0,
        "start": one.start,
        "end": one.end,
        "text": f" {one.text}",
        "tokens": [50364 + text.digest(piece) % 1000 for piece in text.pieces(one.text)],
        "temperature": float(request.fields.get("temperature") or 0),
        "avg_logprob": -0.25,
        "compression_ratio": 1.25,
        "no_speech_prob": 0.0625,
    }


def _speakers(request: _Request) -> list[dict[str, JSON]]:
    """Who says what; two speakers take turns."""
    return [
        {
            "type": "transcript.text.segment",
            "id": f"seg_{index:03}",
            "start": one.start,
            "end": one.end,
            "text": one.text,
            "speaker": "AB"[index % 2],
        }
        for index, one in enumerate(request.transcript.segments)
    ]


def _diarized(request: _Request, extras: Mapping[str, JSON]) -> bytes:
    """The object with who says what."""
    value = {
        "task": "transcribe",
        "duration": request.transcript.duration,
        "text": request.transcript.text,
        "segments": _speakers(request),
        "usage": _tokens(request.transcript),
    }
    return jsontext.dumps({**value, **extras})


_Write: TypeAlias = Callable[[_Request, Mapping[str, JSON]], bytes]

PLAIN = "text/plain; charset=utf-8"
FORMATS: Mapping[str, tuple[str, _Write]] = MappingProxyType(
    {
        "json": ("application/json", _json),
        "text": (PLAIN, lambda request, _: f"{request.transcript.text}\n".encode()),
        "srt": (PLAIN, lambda request, _: subtitles.srt(request.transcript.segments).encode()),
        "verbose_json": ("application/json", _verbose),
        "vtt": (
            "text/vtt; charset=utf-8",
            lambda request, _: subtitles.vtt(request.transcript.segments).encode(),
        ),
        "diarized_json": ("application/json", _diarized),
    }
)
"""Response format -> content type, and who writes it."""
