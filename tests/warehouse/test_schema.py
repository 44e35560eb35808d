"""Who made a version: the sums of the tables' and of the shapes' definitions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crm_metrics.warehouse import schema, shape


def test_another_text_of_a_shape_in_any_room_is_the_sign_of_other_code(monkeypatch: pytest.MonkeyPatch) -> None:
    sums = schema.made_by.__wrapped__()
    known = shape.shapes()
    for name in ("calendar_day", "work_item"):
        other = {**known, name: replace(known[name], sql=known[name].sql + " ")}
        monkeypatch.setattr(shape, "shapes", lambda other=other: other)
        changed = schema.made_by.__wrapped__()
        assert changed["shapes"] != sums["shapes"]
        assert changed["schema"] == sums["schema"]
