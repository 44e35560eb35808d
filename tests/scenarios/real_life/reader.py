"""What a project answers: brings exports in and asks every metric, in a process of the project that is judged.

`python reader.py` in the folder of a project reads a JSON object a line (files, source, init, since, until) and writes
one a line: {"refused": sentence} or {"rejected": count, "readings": {metric: [[period, value, low, high, complete,
reason, numerator, denominator], …]}}. It knows nothing but the project, so that an older one answers as well.
"""

from __future__ import annotations

import contextlib
import inspect
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path.cwd()))
os.environ |= {"CRM_THREADS": "1", "CRM_LANGUAGE": "en"}

import crm_metrics as crm
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.question import ask
from crm_metrics.warehouse.founding import found
from crm_metrics.warehouse.loading.load import import_folder


def answer(job: dict[str, Any], top: Path) -> dict[str, Any]:
    """What the project says of one export."""
    place = Path(tempfile.mkdtemp(dir=top))
    try:
        _begin(place / "warehouse", job["init"], top)
        refused, rejected = _bring(job, place)
        if refused:
            return {"refused": refused}
        with contextlib.closing(crm.open(place / "warehouse")) as shop:
            readings = _asked(shop, date.fromisoformat(job["since"]), date.fromisoformat(job["until"]))
        return {"rejected": rejected, "readings": readings}
    except crm.CrmError as error:
        return {"refused": str(error)}
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _begin(warehouse: Path, init: Sequence[str] | None, top: Path) -> None:
    """The empty warehouse of a company; made once for all that are founded alike."""
    if init is None:
        return
    made = top / ("founded" + "".join(init).replace("/", "."))
    if not made.exists():
        words: dict[str, Any] = {
            name[2:].replace("-", "_"): value for name, value in zip(init[::2], init[1::2], strict=True)
        }
        found(made, finish=None, name="Company", **words)
    shutil.copytree(made, warehouse)


def _bring(job: dict[str, Any], place: Path) -> tuple[str, int]:
    """The sentence that refused the import, or how many rows it left out."""
    inbox = place / "inbox"
    inbox.mkdir()
    for name, text in job["files"].items():
        (inbox / name).write_text(text, encoding="utf-8")
    source = job["source"] or None
    if source and "\n" in source:
        (place / "ours.toml").write_text(source, encoding="utf-8")
        source = str(place / "ours.toml")
    accepted = {"accept_rejects": True} if "accept_rejects" in inspect.signature(import_folder).parameters else {}
    try:
        report = import_folder(inbox, place / "warehouse", source, finish=None, **accepted)  # type: ignore[arg-type]
    except crm.CrmError as error:
        return str(error), 0
    return "", report.rejected


def _asked(shop: Any, since: date, until: date) -> dict[str, list[list[Any]]]:
    """Every metric by month; one that the project refuses has no reading."""
    metrics = [one for one in CATALOGUE.values() if one.on.partition(".")[0] != "application"]
    try:
        found = ask(shop, metrics, every="month", since=since, until=until)
    except crm.CrmError:
        found = {}
        for one in metrics:
            with contextlib.suppress(crm.CrmError):
                found |= ask(shop, [one], every="month", since=since, until=until)
    return {name: [_told(one) for one in result.readings] for name, result in found.items()}


def _told(one: Any) -> list[Any]:
    numbers = [None if part is None else float(part) for part in (one.value, one.low, one.high)]
    parts = [None if part is None else float(part) for part in (one.numerator, one.denominator)]
    return [one.period.isoformat(), *numbers, one.complete, None if one.reason is None else str(one.reason), *parts]


def main() -> None:
    """Answer line by line until the input ends."""
    with tempfile.TemporaryDirectory(prefix="real-life-") as top:
        for line in sys.stdin:
            sys.stdout.write(json.dumps(answer(json.loads(line), Path(top))) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
