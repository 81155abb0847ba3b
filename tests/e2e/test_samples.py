"""Programs as relays' manuals print them run against the mock and the relay in each role.

Rules of this file: a program is run as it stands; its base URL and its key are
the only words that are changed, as a reader of the manual would. Those in Python
run in this process, for a process of their own would do nothing but import.
"""

from __future__ import annotations

import gc
import re
import runpy
import shutil
import subprocess
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from posixpath import normpath

import pytest

from conformance import embedded
from conformance.background import LoopThread
from conformance.probes.form import CONTENTS
from conformance.relay import server
from conformance.relay.config import Channel, ClientKey, RelayConfig, Role
from conformance.rigs import roles, sessions

SAMPLES = Path(__file__).parent / "samples"
PRINTED = ("https://api.example.com/v1", "https://api.example.com", "YOUR_API_KEY")
ROLES = ("mock", "laozhang", "apiyi", "lalc", "sozeer", "4z-api")
MODELS = (
    "dall-e-2", "dall-e-3", "gpt-3.5-turbo", "gpt-3.5-turbo-instruct", "gpt-4.1", "gpt-4o",
    "gpt-image-1", "text-embedding-ada-002", "tts-1", "whisper-1",
)  # fmt: skip
KEY = "sk-reader"
LIMIT_S = 60
TOLD: dict[str, tuple[str, str]] = {
    "requests_chat.py": ("/chat/completions", r".+\ntokens: [1-9]\d*\n"),
    "requests_stream.py": ("/chat/completions", r".+\nfinished\n"),
    "requests_errors.py": ("/chat/completions", r".+\n"),
    "requests_midjourney.py": (
        "/../mj/submit/imagine",
        r"SUBMITTED 0%\nIN_PROGRESS 35%\nIN_PROGRESS 70%\nSUCCESS 100%\nsaved PNG buttons: 9\n",
    ),
    "requests_suno.py": (
        "/../suno/submit/music",
        r"(?:[A-Z_]+ \d+%\n)+(?:complete audio/mpeg True\n){2}",
    ),
    "requests_kling.py": (
        "/../kling/v1/videos/text2video",
        r"submitted\nprocessing\nprocessing\nsucceed\nsaved video/mp4 5\.0\n",
    ),
    "requests_luma.py": (
        "/../luma/generations",
        r"pending\nprocessing\nprocessing\ncompleted\nsaved video/mp4\nmore: pending\n",
    ),
    "requests_runway.py": (
        "/../runwayml/v1/image_to_video",
        r"THROTTLED -\nRUNNING 0\.35\nRUNNING 0\.7\nSUCCEEDED -\nsaved video/mp4\n",
    ),
    "requests_ideogram.py": (
        "/../ideogram/generate",
        r"1280x720 PNG\nanew: True\ndescriptions: 2\n",
    ),
    "requests_embeddings.py": ("/embeddings", r"dimensions: 1536\n"),
    "sdk_chat.py": ("/chat/completions", r".+\n.+\nfinished\n"),
    "sdk_tools.py": ("/chat/completions", r"get_current_weather \['location'\]\n"),
    "sdk_images.py": ("/images/generations", "saved PNG\n"),
    "sdk_audio.py": ("/audio/transcriptions", r"heard: .+\n"),
    "sdk_speech.py": ("/audio/speech", "saved True\n"),
    "curl_chat.sh": ("/chat/completions", r'\{.*"object": ?"chat\.completion".*\}\n?'),
    "curl_stream.sh": ("/chat/completions", r"(?:data: \{.*\}\n\n)+data: \[DONE\]\n\n"),
    "curl_vision.sh": ("/chat/completions", r'\{.*"object": ?"chat\.completion".*\}\n?'),
    "curl_completions.sh": ("/completions", r'\{.*"object": ?"text_completion".*\}\n?'),
    "curl_models.sh": ("/models", r'\{.*"object": ?"list".*\}\n?'),
    "curl_embeddings.sh": ("/embeddings", r'\{.*"embedding": ?\[-?[\d.].*\}\n?'),
    "curl_images.sh": ("/images/generations", r'\{.*"data": ?\[\{.*\}\n?'),
    "curl_edit.sh": ("/images/edits", r'\{.*"data": ?\[\{.*\}\n?'),
    "curl_variation.sh": ("/images/variations", r'\{.*"data": ?\[\{.*\}, ?\{.*\}\n?'),
    "curl_transcription.sh": ("/audio/transcriptions", r'\{.*"text": ?".+\}\n?'),
    "curl_speech.sh": ("/audio/speech", ""),
    "fetch_stream.mjs": ("/chat/completions", r".+\nfinished\n"),
}
"""Program -> what it asks for below the base URL or beside it, and the whole of what it prints."""
TOOLS = {".sh": ["bash", "-e"], ".mjs": ["node"]}
NEEDS = {".sh": "curl", ".mjs": "node"}


@dataclass(frozen=True)
class Base:
    """An address, its key, and the role of who answers there."""

    url: str
    key: str
    role: Role

    @property
    def root(self) -> str:
        """The address of the host, for what does not stand below the base URL."""
        return self.url.removesuffix(self.role.base_path)


@contextmanager
def relay(mock_url: str, profile: str) -> Iterator[Base]:
    """The reference relay in the role of ``profile``, with the models that manuals name."""
    upstream = sessions.create(mock_url, profile)[0]
    models = dict.fromkeys(MODELS, embedded.UPSTREAM_MODEL)
    role = roles.role(profile)
    channels = (Channel("one", upstream.base_url, upstream.key, models),)
    config = RelayConfig(channels, (ClientKey(KEY),), role=role)
    with LoopThread("samples") as loop:
        running = loop.run(server.start(config))
        try:
            yield Base(f"{running.url}{role.base_path}", KEY, role)
        finally:
            loop.run(running.close())


@pytest.fixture(scope="module", params=ROLES)
def base(request: pytest.FixtureRequest) -> Iterator[Base]:
    """The mock itself, then the relay in each role."""
    with embedded.mock() as url:
        if request.param == "mock":
            yield Base(f"{url}/v1", KEY, Role())
            return
        with relay(url, request.param) as playing:
            yield playing


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[str, Base], str]:
    """Runs a program beside the files that it reads; returns what it prints."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_PROXY", "*")
    for file, content in (("speech.wav", "wav"), ("one.png", "png"), ("two.png", "png")):
        Path(file).write_bytes(CONTENTS[content](file))

    def go(name: str, base: Base) -> str:
        text = (SAMPLES / name).read_text(encoding="utf-8")
        assert PRINTED[1] in text
        assert PRINTED[2] in text
        for printed, own in zip(PRINTED, (base.url, base.root, base.key), strict=True):
            text = text.replace(printed, own)
        Path(name).write_text(text, encoding="utf-8")
        if name.endswith(".py"):
            in_here(name)
            return capsys.readouterr().out
        return outside(name)

    return go


def in_here(name: str) -> None:
    """Run a program in Python; what it leaves open is closed behind it, as its end would do."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        runpy.run_path(name)
        gc.collect()


def outside(name: str) -> str:
    """Run a program of a shell or of Node; returns what it prints."""
    suffix = Path(name).suffix
    if not shutil.which(NEEDS[suffix]):
        pytest.skip(f"{NEEDS[suffix]} is not installed")
    done = subprocess.run(
        [*TOOLS[suffix], name], capture_output=True, encoding="utf-8", timeout=LIMIT_S, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("name", TOLD)
def test_a_program_of_a_manual_runs(base: Base, name: str, run: Callable[[str, Base], str]) -> None:
    """It ends well and prints what its reader waits for."""
    path, told = TOLD[name]
    if not base.role.local(normpath(f"{base.role.base_path}{path}")):
        pytest.skip(f"the manual of this role has no {path}")

    printed = run(name, base)

    assert re.fullmatch(told, printed, re.DOTALL), printed[:500]


def test_a_wrong_key_is_told_as_the_manual_says(
    base: Base, run: Callable[[str, Base], str]
) -> None:
    """All tables that have a row for it print the same code."""
    if base.role == Role():
        pytest.skip("the mock takes any key at its root")

    printed = run("requests_errors.py", Base(base.url, "sk-other", base.role))

    assert printed == "check your key: invalid_api_key\n"


def test_every_program_is_in_the_table() -> None:
    """None lies unused, none is missing."""
    assert {path.name for path in SAMPLES.iterdir() if path.is_file()} == set(TOLD)
