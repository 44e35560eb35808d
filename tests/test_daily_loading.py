"""What docs/daily-loading.md shows can be used as it stands."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
from datetime import time
from pathlib import Path

import pytest

from crm_metrics.command.arguments import COMMANDS
from crm_metrics.warehouse.loading import schedule

PAGE = (Path(__file__).parent.parent / "docs" / "daily-loading.md").read_text(encoding="utf-8")


def shown(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, flags=re.DOTALL)


def test_the_example_of_sources_is_a_schedule(tmp_path: Path) -> None:
    (example,) = shown("toml")
    (tmp_path / "sources.toml").write_text(example, encoding="utf-8")
    made = schedule.read(tmp_path)
    assert [one.name for one in made.entries] == ["crm", "erp", "shop", "surveys"]
    assert made.entries[0].expected_by == time(7)
    assert all(one.source(made.alias).alias == made.alias for one in made.entries)


def test_every_command_on_the_page_exists() -> None:
    named = re.findall(r"-m crm_metrics (\w+)", PAGE)
    assert len(named) >= 4
    assert set(named) <= set(COMMANDS)


def test_the_line_of_cron_has_its_five_fields_and_a_command_that_a_shell_reads() -> None:
    (line,) = shown("cron")
    minute, hour, day, month, weekday, command = line.split(maxsplit=5)
    assert (minute, hour, day, month, weekday) == ("30", "6", "*", "*", "*")
    assert subprocess.run(["sh", "-n", "-c", command], check=False).returncode == 0
    assert "%" not in command  # cron reads it as the end of a line


def test_the_units_of_systemd_are_well_formed() -> None:
    units = []
    for text in shown("ini"):
        unit = configparser.ConfigParser(interpolation=None)
        unit.optionxform = str  # type: ignore[assignment,method-assign]
        unit.read_string(text)
        units.append(unit)
    service, timer = units
    assert service["Service"]["Type"] == "oneshot"
    assert service["Service"]["ExecStart"].startswith("/")
    assert timer["Install"]["WantedBy"] == "timers.target"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze")
def test_systemd_reads_the_hour_of_the_timer() -> None:
    hour = re.findall(r"OnCalendar=(.+)", PAGE)
    done = subprocess.run(["systemd-analyze", "calendar", *hour], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
