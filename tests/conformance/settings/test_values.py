"""Settings are values that can be handed to another process."""

from __future__ import annotations

from conformance.model import Level, Mode
from conformance.settings.values import RunSettings, Target


def test_settings_survive_the_way_to_a_worker() -> None:
    """What goes out as JSON comes back the same."""
    settings = RunSettings(
        Target.WIRED,
        api_key="sk-secret",
        select=("A", "B"),
        level=Level.MUST,
        shard=(1, 2),
        models={"speech": "s"},
    )

    document = settings.as_json()

    assert RunSettings.from_json(document) == settings
    plain = {str, int, float, bool, list, dict, type(None)}
    assert all(type(value) in plain for value in document.values())


def test_a_key_never_shows() -> None:
    """The repr of settings holds no key."""
    assert "sk-secret" not in repr(RunSettings(api_key="sk-secret"))


def test_only_a_black_box_hides_the_upstream() -> None:
    """An embedded run is a wired one."""
    modes = [target.mode for target in (Target.EMBEDDED, Target.WIRED, Target.BLACKBOX)]

    assert modes == [Mode.WIRED, Mode.WIRED, Mode.BLACKBOX]
