"""What others made to read our reports reads them: schemas of their owners, and the Allure CLI.

Rules of this file: each reader comes from a package registry and is pinned, so
these tests are run by an environment of their own (``tox -e readers``) and left
out of all others. Nothing that they fetch stays in the project.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import pytest

from reports import formats

pytestmark = pytest.mark.npm

RUN = Path(__file__).parents[1] / "data" / "run-0.1.0.json"
LIMIT_S = 300
QUIET = ("--no-audit", "--no-fund", "--ignore-scripts", "--prefix", ".")


def call(*command: str, cwd: Path) -> None:
    """Run a tool; what it says is shown when it fails."""
    if not shutil.which(command[0]):
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, timeout=LIMIT_S, check=False,
        env={**os.environ, "ALLURE_NO_ANALYTICS": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def member(archive: Path, name: str) -> bytes:
    """One file of a package, by the end of its path."""
    with tarfile.open(archive) as packed:
        (found,) = [one for one in packed.getmembers() if one.name.endswith(f"/{name}")]
        held = packed.extractfile(found)
        assert held is not None
        return held.read()


@pytest.fixture(scope="module", params=["en", "zh"])
def run_dir(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The recorded run in every format."""
    folder = tmp_path_factory.mktemp("run")
    shutil.copy(RUN, folder / "run.json")
    formats.render(folder, formats.FORMATS, request.param)
    return folder


@pytest.fixture(scope="module")
def junit_schema(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The schema of the Jenkins xUnit plugin, as pytest's own tests carry it."""
    folder = tmp_path_factory.mktemp("junit")
    asked = ("--no-deps", "--no-binary", "pytest", "pytest==9.0.2")
    call("pip3", "download", "-q", "-d", ".", *asked, cwd=folder)
    return member(folder / "pytest-9.0.2.tar.gz", "junit-10.xsd")


def test_jenkins_accepts_the_junit_file(run_dir: Path, junit_schema: bytes) -> None:
    """Every element and attribute is one that its schema knows."""
    import xmlschema

    schema = xmlschema.XMLSchema10(junit_schema.decode())

    assert [str(error) for error in schema.iter_errors(str(run_dir / "junit.xml"))] == []


@pytest.fixture(scope="module")
def sarif_schema(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The schema of the standard, as the SARIF multitool carries it."""
    folder = tmp_path_factory.mktemp("sarif")
    call("npm", "pack", "--silent", "@microsoft/sarif-multitool-linux@5.7.0", cwd=folder)
    (archive,) = folder.glob("*.tgz")
    return json.loads(member(archive, "sarif-2.1.0.json").decode("utf-8-sig"))


def test_the_standards_schema_accepts_the_sarif_log(run_dir: Path, sarif_schema: Any) -> None:
    """Formats of addresses and times included."""
    from jsonschema import FormatChecker, validators

    check = validators.validator_for(sarif_schema)(sarif_schema, format_checker=FormatChecker())
    log = json.loads((run_dir / "results.sarif").read_text("utf-8"))

    assert [error.message for error in check.iter_errors(log)] == []


@pytest.fixture(scope="module")
def har_schema(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The schema of HAR 1.2 with its parts, as a validator."""
    from jsonschema import Draft6Validator, FormatChecker
    from referencing import Registry
    from referencing.jsonschema import DRAFT6

    folder = tmp_path_factory.mktemp("har")
    call("npm", "install", *QUIET, "har-schema@2.0.0", cwd=folder)
    files = folder.glob("node_modules/har-schema/lib/*.json")
    parts = [json.loads(file.read_text("utf-8")) for file in files]
    held = [(one["$id"].rstrip("#"), DRAFT6.create_resource(one)) for one in parts]
    known: Registry[Any] = Registry().with_resources(held)
    return Draft6Validator({"$ref": "har.json"}, registry=known, format_checker=FormatChecker())


def test_the_har_schema_accepts_the_log(run_dir: Path, har_schema: Any) -> None:
    """Both sides of each exchange."""
    log = json.loads((run_dir / "exchanges.har").read_text("utf-8"))

    assert [error.message for error in har_schema.iter_errors(log)] == []
    assert [one["_side"] for one in log["log"]["entries"]].count("upstream") >= 2


@pytest.fixture(scope="module")
def allure(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both Allure CLIs, each in a project of its own."""
    folder = tmp_path_factory.mktemp("allure")
    for name, package in (("two", "allure-commandline@2.46.1"), ("three", "allure@3.18.0")):
        (folder / name).mkdir()
        call("npm", "install", *QUIET, package, cwd=folder / name)
    return folder


@pytest.mark.parametrize("version", ["two", "three"])
def test_the_allure_cli_shows_the_failures(
    run_dir: Path, allure: Path, version: str, tmp_path: Path
) -> None:
    """The report counts what the run counts, and names what failed."""
    if version == "two" and not shutil.which("java"):
        pytest.skip("java is not installed")
    cli = allure / version / "node_modules" / ".bin" / "allure"
    call(str(cli), "generate", str(run_dir / "allure-results"), "-o", "site", cwd=tmp_path)

    told = shown(tmp_path / "site")
    written = [
        json.loads(f.read_text("utf-8")) for f in run_dir.glob("allure-results/*-result.json")
    ]
    assert told == sorted((one["name"], one["status"]) for one in written)
    assert [name.split()[0] for name, state in told if state == "failed"] == ["SSE-002", "SSE-014"]
    held = [file.read_bytes() for file in tmp_path.glob("site/data/attachments/*")]
    assert any(b"< data: [DONE]" in text for text in held)


def shown(site: Path) -> list[tuple[str, str]]:
    """Name and state of each result in a generated site, of either version."""
    files = [*site.glob("data/test-cases/*.json"), *site.glob("data/test-results/*.json")]
    cases = [json.loads(file.read_text("utf-8")) for file in files]
    return sorted((case["name"], case["status"]) for case in cases)
