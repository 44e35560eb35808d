"""A list that is worked is kept whole, with those held out of it, whatever its reader sees of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_metrics import settings
from crm_metrics.access import Scope
from crm_metrics.boards.core import View
from crm_metrics.boards.daylist.gathering import day_list
from crm_metrics.boards.daylist.worked import draw_for
from crm_metrics.office.attending.marking import KeptDraw
from tests.boards.daylist.company import CLOSE, HELD, TODAY, company
from tests.conftest import House


@pytest.mark.parametrize("view", [View(), View(scope=Scope(processes=("loyalty",)))])
def test_a_list_is_kept_with_all_who_stood_on_it_and_who_was_held_out(
    house: House, view: View, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "company_folder", lambda: tmp_path)
    shop = company(house)
    shown = day_list(shop, view, CLOSE, CLOSE)
    assert shown is not None
    by_name = {one.customer: one for one in shown.entries}
    assert draw_for(shop, shown, by_name["born"]) == KeptDraw(TODAY, "a1", ("born",), (HELD,))
    assert draw_for(shop, shown, by_name["debtor"]) == KeptDraw(TODAY, "a3", (), ())  # a promise is due: nobody drew it
