"""Who is held out of a campaign stands in nothing that asks to contact somebody, and nothing tells who it is.

Each page is made twice, in every form, before the campaign is drawn and after; see the day's list beside it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_metrics.boards.core import View
from tests.boards.campaigns.conftest import Draw
from tests.boards.daylist.test_hidden import AGENT, ASKED, EVERYBODY, LISTS, everything, silent_company
from tests.conftest import House

OUT = "born"  # on the day's list for its birthday alone, and silent


@pytest.mark.parametrize("view", [EVERYBODY, AGENT], ids=["everybody", "agent"])
def test_no_page_print_wall_or_file_shows_who_is_held_out(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, draw: Draw, view: View
) -> None:
    monkeypatch.setenv("CRM_COMPANY", str(tmp_path))
    (tmp_path / "daylist.toml").write_text("held_out = 0", encoding="utf-8")  # the campaign alone holds out
    shop = silent_company(house)
    before = {name: everything(name, shop, view) for name in ASKED}
    drawn = draw(("buyer",), (OUT,))
    after = {name: everything(name, shop, view) for name in ASKED}
    for name, said in before.items():
        if (name, view) in LISTS:
            assert OUT in said and OUT not in after[name], name
        elif name == "customers-campaigns":
            assert OUT not in after[name]
        else:
            assert after[name] == said, name
    chosen = (("part", "campaigns"), ("drawn", drawn.id))
    monkeypatch.setitem(ASKED, "customers-drawn", chosen)
    listed = everything("customers-drawn", shop, view)
    assert OUT not in listed and ("Casa buyer" in listed) == (view is EVERYBODY)
