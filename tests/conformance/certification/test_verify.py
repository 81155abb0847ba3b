"""An honest bundle is accepted; every dishonest one is refused with the reason."""

from __future__ import annotations

import json
import shutil
import stat
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from conformance.certification import suite
from conformance.certification.keys import Signer
from conformance.certification.verify import verify
from conformance.errors import UsageError

Change = Callable[[Path, Callable[[Any], None]], None]


def today_of(bundle: Path) -> date:
    """The day on which the bundle was made: no test looks at the clock."""
    return date.fromisoformat(json.loads((bundle / "certificate.json").read_bytes())["issued"])


def problems(bundle: Path, day: date | None = None, key: Signer | None = None) -> str:
    """All reasons in one text."""
    found = verify(bundle, day or today_of(bundle), None if key is None else key.public)
    return "\n".join(found.problems)


def test_an_honest_bundle_is_accepted(bundle: Path, key: Signer) -> None:
    """With its signer's key nothing is left to say."""
    found = verify(bundle, today_of(bundle), key.public)

    assert found.problems == []
    assert found.notices == []
    assert found.claims is not None
    assert (found.claims["level"], found.claims["scope"]["profile"]) == ("L1", "generic")


def test_without_a_key_nobody_is_vouched_for(bundle: Path, unsigned: Path) -> None:
    """It is accepted for what it is, and that is said."""
    signed, bare = (verify(one, today_of(one)) for one in (bundle, unsigned))

    assert (signed.problems, bare.problems) == ([], [])
    assert "only --key can tell" in signed.notices[0]
    assert "not signed" in bare.notices[0]


def test_a_zip_archive_is_read_as_it_is(bundle: Path, tmp_path: Path, key: Signer) -> None:
    """Nothing is unpacked."""
    archive = shutil.make_archive(str(tmp_path / "b"), "zip", bundle)

    assert verify(Path(archive), today_of(bundle), key.public).problems == []


def test_one_octet_of_an_exchange_is_enough(bundle: Path, key: Signer) -> None:
    """The file, the run and the line are named."""
    log = bundle / "runs/1/exchanges.ndjson"
    octets = bytearray(log.read_bytes())
    octets[octets.index(b"duration_s") + 14] ^= 1
    log.write_bytes(octets)

    said = problems(bundle, key=key)

    assert "runs/1/exchanges.ndjson was changed" in said
    assert "run 1: the chain of exchanges is broken: line 2 does not follow from line 1" in said


def test_a_flipped_result_is_seen_without_a_signature(
    unsigned: Path, change: Change, reseal: Callable[[Path], None]
) -> None:
    """The exchanges say otherwise, however well the digests fit."""

    def flip(run: Any) -> None:
        row = next(row for row in run["results"] if row["outcome"] == "pass")
        row["outcome"] = "skip"
        run["summary"]["pass"] -= 1
        run["summary"]["skip"] += 1

    change(unsigned / "runs/1/run.json", flip)
    reseal(unsigned)

    assert "is skip, but its exchanges say pass" in problems(unsigned)


def test_a_failure_in_a_run_is_refused(
    unsigned: Path, change: Change, reseal: Callable[[Path], None]
) -> None:
    """None of the required rows may fail in any run."""

    def fail(run: Any) -> None:
        next(row for row in run["results"] if row["id"] == "CHAT-001")["outcome"] = "fail"

    change(unsigned / "runs/2/run.json", fail)
    reseal(unsigned)

    said = problems(unsigned)

    assert "run 2: CHAT-001[chat-stream] is fail" in said
    assert "run 2: its summary is not that of its results" in said


def test_a_required_row_may_not_be_missing(
    unsigned: Path, change: Change, reseal: Callable[[Path], None]
) -> None:
    """Leaving out what failed is no way to pass."""

    def leave_out(run: Any) -> None:
        run["results"] = [row for row in run["results"] if row["id"] != "CHAT-001"]

    change(unsigned / "runs/1/run.json", leave_out)
    reseal(unsigned)

    assert "CHAT-001 is required by the set 2026-11, but the run has no result" in problems(
        unsigned
    )


def test_a_row_cannot_be_taken_out_of_the_set(
    unsigned: Path, change: Change, reseal: Callable[[Path], None]
) -> None:
    """The set is the one that was published."""
    change(unsigned / "requirement-set.json", lambda it: it["rows"].pop("CHAT-001"))
    reseal(unsigned)

    said = problems(unsigned)

    assert "is not the set 2026-11 that the certificate names" in said
    assert "is not the set 2026-11 as it was published" in said


def test_a_row_cannot_say_that_it_does_not_bind(
    unsigned: Path, change: Change, reseal: Callable[[Path], None]
) -> None:
    """The level is the set's."""

    def soften(run: Any) -> None:
        next(row for row in run["results"] if row["id"] == "CHAT-001")["strict"] = True

    change(unsigned / "runs/1/run.json", soften)
    reseal(unsigned)

    assert "does not bind as the set MUST row does" in problems(unsigned)


@pytest.mark.parametrize(
    ("days", "words"),
    [(-1, "it is not valid yet"), (0, ""), (180, ""), (181, "it expired on")],
)
def test_a_certificate_has_its_time(bundle: Path, days: int, words: str) -> None:
    """From the day of issue to the last day."""
    said = problems(bundle, today_of(bundle) + timedelta(days=days))

    assert said.startswith(words)
    assert bool(said) == bool(words)


def test_the_last_day_cannot_be_moved(
    unsigned: Path, change: Change, reseal: Callable[[Path], None]
) -> None:
    """It follows from the level and the day of issue."""
    change(unsigned / "certificate.json", lambda it: it.update(expires="2099-01-01"))
    reseal(unsigned)

    said = problems(unsigned)

    assert "holds for 180 days, not until 2099-01-01" in said
    assert "certificate.md is not what the recorded run and its certificate render to" in said


def test_a_profile_is_a_name_and_no_path(
    unsigned: Path, change: Change, reseal: Callable[[Path], None], tmp_path: Path
) -> None:
    """No file of whoever checks is read."""
    (tmp_path / "mine.yaml").write_text("secret: words\n")
    path = str(tmp_path / "mine.yaml")
    change(unsigned / "certificate.json", lambda it: it["scope"].update(profile=path))
    for number in (1, 2):
        run = unsigned / f"runs/{number}/run.json"
        change(run, lambda it: it["target"].update(profile=path))
    reseal(unsigned)

    assert "is none that this suite has" in problems(unsigned)


def test_a_foreign_key_is_refused(bundle: Path, other_key: Signer) -> None:
    """Both keys are named."""
    said = problems(bundle, key=other_key)

    assert "is signed by sha256:" in said
    assert f"the key {other_key.public.id} was expected" in said


def test_a_signature_where_one_is_demanded(unsigned: Path, key: Signer) -> None:
    """An unsigned bundle is not enough."""
    assert "the bundle is not signed" in problems(unsigned, key=key)


@pytest.mark.parametrize(
    ("name", "octets", "words"),
    [
        ("statement.json", b" ", "the signature is of another statement"),
        ("signing-key.pub.pem", None, "has no signing-key.pub.pem"),
        ("statement.dsse.json", b"{}", "statement.dsse.json breaks its schema"),
        ("certificate.json", b"{", "certificate.json is not JSON"),
        ("signing-key.pub.pem", b"-----", "no public key"),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_what_cannot_be_read_is_refused(
    bundle: Path, name: str, octets: bytes | None, words: str
) -> None:
    """Before anything in it is believed."""
    file = bundle / name
    day = today_of(bundle)
    if octets is None:
        file.unlink()
    else:
        file.write_bytes(file.read_bytes() + octets if octets == b" " else octets)

    assert words in problems(bundle, day)


def test_a_signature_of_another_key_is_refused(bundle: Path, other_key: Signer) -> None:
    """The key that lies beside a signature has made it."""
    (bundle / "signing-key.pub.pem").write_bytes(other_key.public.pem)

    assert "the signature is not that of the bundle's key" in problems(bundle)


@pytest.mark.parametrize(
    "secret",
    ["sk-proj-abcdefghijklmnop1234567890", "AKIAIOSFODNN7EXAMPLE", "-----BEGIN PRIVATE KEY-----"],
)
def test_a_planted_secret_is_found(
    unsigned: Path, secret: str, reseal: Callable[[Path], None]
) -> None:
    """Wherever it stands; it is not repeated."""
    report = unsigned / "report.html"
    report.write_text(f"{report.read_text()}<!-- {secret} -->")
    reseal(unsigned)

    said = problems(unsigned)

    assert "a secret is inside: report.html holds" in said
    assert secret not in said


@pytest.mark.parametrize("name", ["report.html", "junit.xml", "certificate.html", "badge.svg"])
def test_a_replaced_page_is_refused(
    unsigned: Path, name: str, reseal: Callable[[Path], None]
) -> None:
    """A page says what the run says."""
    (unsigned / name).write_text("<p>all is well</p>")
    reseal(unsigned)

    assert f"{name} is not what the recorded run and its certificate render to" in problems(
        unsigned
    )


@pytest.mark.parametrize("name", ["product.yaml", "capabilities.yaml"])
def test_another_product_is_refused(
    unsigned: Path, name: str, reseal: Callable[[Path], None]
) -> None:
    """The files that people read say what the certificate says."""
    (unsigned / name).write_text("version: 1\n")
    reseal(unsigned)

    assert f"{name} is not what the certificate says" in problems(unsigned)


def test_a_file_too_many_or_too_few_is_refused(bundle: Path) -> None:
    """The statement is about exactly these files."""
    (bundle / "extra.txt").write_text("x")
    (bundle / "certificate.md").unlink()

    said = problems(bundle)

    assert "extra.txt is in the bundle but not in the statement" in said
    assert "certificate.md is in the statement but not in the bundle" in said


def test_a_run_too_many_is_refused(bundle: Path) -> None:
    """All runs are counted, and each is another one."""
    shutil.copytree(bundle / "runs/1", bundle / "runs/3")

    assert "counts 2 runs, but the bundle has 3" in problems(bundle)


def test_a_folder_without_its_parts_is_no_bundle(bundle: Path) -> None:
    """What is missing is named."""
    day = today_of(bundle)
    (bundle / "report.html").unlink()

    assert problems(bundle, day) == "the bundle has no report.html"


def test_an_archive_that_climbs_is_refused(bundle: Path, tmp_path: Path) -> None:
    """And so is one that holds a link."""
    archive = tmp_path / "b.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("../../evil", b"x")
    linked = tmp_path / "l.zip"
    with zipfile.ZipFile(linked, "w") as file:
        info = zipfile.ZipInfo("report.html")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        file.writestr(info, b"/etc/hostname")

    assert "no plain name" in problems(archive, today_of(bundle))
    assert "is a link" in problems(linked, today_of(bundle))


def test_nothing_there_is_wrong_usage(tmp_path: Path) -> None:
    """That is no verdict on a bundle."""
    with pytest.raises(UsageError, match="no bundle is there"):
        verify(tmp_path / "gone", date(2026, 11, 26))


def test_another_suite_says_what_it_did_not_do(
    bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Chains, scores and digests are checked all the same."""
    monkeypatch.setattr(suite, "is_same", lambda _: False)

    found = verify(bundle, today_of(bundle))

    assert found.problems == []
    assert "were not judged again" in found.notices[1]


def test_a_sigstore_bundle_is_left_to_its_own_tool(bundle: Path) -> None:
    """It may lie beside the statement; nobody pretends to have checked it."""
    (bundle / "statement.sigstore.json").write_text("{}")

    found = verify(bundle, today_of(bundle))

    assert found.problems == []
    assert "not checked here" in found.notices[-1]
