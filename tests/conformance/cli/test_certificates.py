"""``certify`` makes a bundle of green runs alone; ``verify`` leaves with the contract's code."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from conformance import rigs
from conformance.certification import sets
from conformance.certification import verify as checking
from conformance.cli import certificates, code_of
from conformance.session import Run
from conformance.settings.values import RunSettings

IDS = ("CHAT-001", "SSE-014")


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty folder with a product and two keys, and no variable that would count."""
    monkeypatch.chdir(tmp_path)
    for name in ("OPENAI_BASE_URL", "OPENAI_API_BASE", "OPENAI_API_KEY", "OPENAI_MODEL"):
        monkeypatch.delenv(name, raising=False)
    for name in ("GITHUB_STEP_SUMMARY", "GITHUB_ACTIONS", certificates.KEY_ENV):
        monkeypatch.delenv(name, raising=False)
    Path("product.yaml").write_text(
        "version: 1\nvendor: {name: Example Ltd, contact: a@relay.example}\n"
        'product: {name: Example Relay, release: "1"}\n'
    )
    for name in ("mine", "other"):
        key = Ed25519PrivateKey.generate()
        Path(f"{name}.pem").write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        Path(f"{name}.pub.pem").write_bytes(
            key.public_key().public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            )
        )


@pytest.fixture(scope="module")
def rig_file(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A living reference relay."""
    file = tmp_path_factory.mktemp("rig") / "rig.yaml"
    with rigs.start("reference", lanes=2) as rig:
        rigs.write(rig, file)
        yield file


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, rig_file: Path) -> list[Callable[[Any], None]]:
    """A set of two rows, and runs of these alone; edits are made to each document in turn."""
    whole = sets.freeze("2026-11", date(2026, 11, 26)).document
    rows = {name: whole["rows"][name] for name in IDS}
    frozen = sets.from_json({**whole, "rows": rows})
    edits: list[Callable[[Any], None]] = []
    monkeypatch.setattr(sets, "load", lambda _: frozen)
    monkeypatch.setattr(checking, "load", lambda _: frozen)

    def judge(settings: RunSettings) -> Mapping[str, Any]:
        values = {**settings.as_json(), "select": list(IDS), "rig": str(rig_file)}
        run = Run(RunSettings.from_json(values))
        worker = run.worker()
        for item in run.plan.items:
            run.take(worker.judge(item))
        worker.close()
        document = run.finish(complete=True)
        run.close()
        if edits:
            edits.pop(0)(document)
        return document

    monkeypatch.setattr(certificates, "judge", judge)
    return edits


def certified(*more: str, out: str = "bundle") -> int:
    """The exit code of a certification."""
    words = ["--profile", "generic", "--rig", "reference", "--product", "product.yaml"]
    return code_of(["certify", *words, "--out", out, "--repeat", "2", *more])


def test_a_green_relay_gets_a_bundle_that_is_accepted(
    small: object, capsys: pytest.CaptureFixture[str]
) -> None:
    """Signed with one key, checked with the other half of it."""
    assert certified("--signing-key", "mine.pem") == 0
    assert "bundle: level L1, profile generic, set 2026-11, signed" in capsys.readouterr().out

    assert code_of(["verify", "bundle", "--key", "mine.pub.pem"]) == 0
    assert "accepted: Example Relay 1, level L1" in capsys.readouterr().out
    assert code_of(["verify", "bundle", "--key", "other.pub.pem"]) == 1
    assert "refused: the bundle is signed by sha256:" in capsys.readouterr().err
    assert code_of(["verify", "bundle", "--key", "mine.pub.pem", "--lang", "zh"]) == 0
    assert "核验通过：Example Relay 1，证据等级 L1" in capsys.readouterr().out  # noqa: RUF001


def test_the_key_may_stand_in_the_environment(
    small: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And without one the bundle is not signed."""
    monkeypatch.setenv(certificates.KEY_ENV, Path("mine.pem").read_text())
    assert certified(out="signed") == 0
    monkeypatch.delenv(certificates.KEY_ENV)
    assert certified(out="bare") == 0

    assert code_of(["verify", "signed", "--key", "mine.pub.pem"]) == 0
    assert code_of(["verify", "bare", "--key", "mine.pub.pem"]) == 1
    assert code_of(["verify", "bare"]) == 0


def test_another_party_reproduces_it(small: object, capsys: pytest.CaptureFixture[str]) -> None:
    """That is level L2."""
    assert certified("--signing-key", "mine.pem") == 0
    assert certified("--signing-key", "other.pem", "--reproduces", "bundle", out="again") == 0
    assert "again: level L2" in capsys.readouterr().out
    assert code_of(["verify", "again", "--key", "other.pub.pem"]) == 0


def test_one_red_run_is_enough(
    small: list[Callable[[Any], None]], capsys: pytest.CaptureFixture[str]
) -> None:
    """The reason is said, and nothing that is left behind is a bundle."""

    def fail(document: Any) -> None:
        document["results"][0]["outcome"] = "fail"
        document["verdicts"]["documented"] = "not conformant"

    small += [lambda document: None, fail]

    assert certified() == 1
    said = capsys.readouterr().err
    assert "no certificate: CHAT-001[chat-stream] is fail" in said
    assert "the runs so far are in bundle/runs" in said
    assert code_of(["verify", "bundle"]) == 1


def test_a_run_without_a_verdict_gives_none(
    small: list[Callable[[Any], None]], capsys: pytest.CaptureFixture[str]
) -> None:
    """That is no word against the relay."""

    def cut(document: Any) -> None:
        document["complete"] = False
        document["verdicts"]["documented"] = "no verdict"

    small.append(cut)

    assert certified() == 3
    assert "run 1 came to no verdict: the run was cut" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--select", "SSE-*"], "--select: a certificate leaves nothing out"),
        (["--skip", "SSE-001"], "--skip: a certificate"),
        (["--baseline", "known.yaml"], "--baseline: a certificate"),
        (["--level", "must"], "--level: a certificate"),
        (["--repeat", "1"], "--repeat"),
        (["--set", "1999-01"], "no requirement set"),
        (["--signing-key", "gone.pem"], "--signing-key gone.pem: cannot be read"),
        (["--signing-key", "product.yaml"], "no private key in PEM form"),
        (["--signing-key", "-----BEGIN PRIVATE KEY-----"], "a key on a command line is a key lost"),
        (["--product", "gone.yaml"], "--product gone.yaml"),
        (["--reproduces", "gone"], "no bundle is there"),
        (["--out", "."], "is there already"),
    ],
    ids=lambda part: part[0].strip("-") if isinstance(part, list) else "",
)
def test_what_cannot_be_certified_is_said_before_anything_is_sent(
    more: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is wrong usage."""
    assert certified(*more) == 2
    assert words in capsys.readouterr().err
    assert not Path("bundle").exists()


def test_a_filter_in_a_file_is_a_filter(capsys: pytest.CaptureFixture[str]) -> None:
    """The sentence says where to look."""
    Path("pyproject.toml").write_text('[tool.relay-conformance]\nselect = ["SSE-*"]\n')

    assert certified() == 2
    assert "[tool.relay-conformance]" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["gone"], "no bundle is there"),
        (["gone", "--at", "soon"], "write YYYY-MM-DD"),
        (["gone", "--key", "nowhere"], "--key nowhere: cannot be read"),
        (["gone", "--key", "mine.pem"], "no public key in PEM form"),
    ],
)
def test_what_cannot_be_checked_is_wrong_usage(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """No verdict on a bundle."""
    assert code_of(["verify", *arguments]) == 2
    assert words in capsys.readouterr().err


def test_the_badge_follows_the_bundle(small: object, capsys: pytest.CaptureFixture[str]) -> None:
    """Coloured in its term, grey after it, and grey without a level when it is refused."""
    assert certified() == 0
    assert code_of(["verify", "bundle", "--badge", "now"]) == 0
    assert code_of(["verify", "bundle", "--at", "2099-01-01", "--badge", "later"]) == 1
    shutil.copytree("bundle", "forged")
    Path("forged/report.html").write_text("x")
    assert code_of(["verify", "forged", "--badge", "refused"]) == 1

    now, later, refused = (
        json.loads(Path(name, "badge.json").read_text()) for name in ("now", "later", "refused")
    )
    assert "L1" in now["message"]
    assert "expired" in later["message"]
    assert refused["message"] == "refused"
    assert now["color"] != later["color"] == refused["color"]
    assert Path("now/badge.svg").read_text().startswith("<svg")
    assert "refused: it expired on" in capsys.readouterr().err


def test_hostile_words_do_not_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """And of many reasons only some are told."""
    certificates._tell("refuse", [f"\x1b[31m{number}" for number in range(30)], "en")

    said = capsys.readouterr().err
    assert "\x1b" not in said
    assert "and 10 more reasons" in said


@pytest.mark.slow
def test_the_reference_relay_is_certified(capsys: pytest.CaptureFixture[str]) -> None:
    """With the whole set, as a vendor would."""
    assert certified("--signing-key", "mine.pem") == 0
    assert code_of(["verify", "bundle", "--key", "mine.pub.pem"]) == 0
