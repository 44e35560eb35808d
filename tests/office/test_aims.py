"""Objectives on both databases: set, changed, withdrawn, and nobody's lost when two write at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from crm_metrics.access import Reader, Scope
from crm_metrics.errors import QuestionError
from crm_metrics.office.aims import ObjectiveRegister, changes, objectives
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.moving import exported, imported
from crm_metrics.office.objectives import Aim, Bands, ObjectiveChangedError
from crm_metrics.office.place import OfficePlace
from crm_metrics.office.tables import TrailRow
from crm_metrics.office.trail import Author

ANA, BEA = Reader("Ana", "executive"), Reader("Bea", "manager", Scope(processes=("sales",)))
AIM = Aim(metric="bookings", process="sales", valid_from=date(2026, 11, 1))


def test_what_is_set_is_read_back_with_who_and_when(database: OfficeDatabase) -> None:
    register = ObjectiveRegister(database, ANA)
    ended = replace(AIM, team="north", valid_to=date(2027, 1, 1))
    one = register.set(AIM, Bands(good=100.5, minimum=90, excellent=120), "up")
    two = register.set(ended, Bands(good=7), "up")
    assert objectives(database) == (one, two)
    assert (one.aim, one.bands, one.author, one.version) == (
        AIM,
        Bands(good=100.5, minimum=90, excellent=120),
        "Ana",
        1,
    )
    assert two.aim == ended and two.bands.minimum is None


def test_of_two_who_change_the_same_one_the_later_sees_what_it_is_now(database: OfficeDatabase) -> None:
    first = ObjectiveRegister(database, ANA).set(AIM, Bands(good=100), "up")
    now = ObjectiveRegister(database, BEA).set(AIM, Bands(good=110), "up", first)
    for bands in (Bands(good=120), Bands(good=110)):
        with pytest.raises(ObjectiveChangedError, match="Bea") as refused:
            ObjectiveRegister(database, ANA).set(AIM, bands, "up", first)
        assert refused.value.objective == now
    with pytest.raises(ObjectiveChangedError):  # who saw none meets the one that there is
        ObjectiveRegister(database, ANA).set(AIM, Bands(good=1), "up")
    with pytest.raises(ObjectiveChangedError):
        ObjectiveRegister(database, ANA).withdraw(first)
    assert objectives(database) == (now,)


def test_one_withdrawn_is_gone_and_can_be_set_again(database: OfficeDatabase) -> None:
    register = ObjectiveRegister(database, ANA)
    first = register.set(AIM, Bands(good=100), "up")
    register.withdraw(first)
    assert objectives(database) == ()
    with pytest.raises(QuestionError, match="withdrawn meanwhile"):
        register.set(AIM, Bands(good=90), "up", first)
    assert register.set(AIM, Bands(good=90), "up").version == 1


def test_the_history_tells_each_change_the_newest_first(database: OfficeDatabase) -> None:
    first = ObjectiveRegister(database, ANA).set(AIM, Bands(good=100, minimum=80), "up")
    second = ObjectiveRegister(database, BEA).set(AIM, Bands(good=110, minimum=80), "up", first)
    ObjectiveRegister(database, ANA).withdraw(second)
    told = [(one.author, one.did, one.before, one.after) for one in changes(database)]
    assert told == [
        ("Ana", "deleted", Bands(good=110, minimum=80), None),
        ("Bea", "changed", Bands(good=100, minimum=80), Bands(good=110, minimum=80)),
        ("Ana", "created", None, Bands(good=100, minimum=80)),
    ]
    assert {one.aim for one in changes(database)} == {AIM}


def test_a_reader_sets_nothing_beyond_the_scope_and_a_supervisor_nothing_at_all(database: OfficeDatabase) -> None:
    for reader, aim in ((BEA, replace(AIM, process="service")), (BEA, replace(AIM, process="")),
                        (Reader("Eva", "supervisor"), AIM)):  # fmt: skip
        with pytest.raises(QuestionError, match="who sees all"):
            ObjectiveRegister(database, reader).set(aim, Bands(good=1), "up")
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(TrailRow)) == 0


def test_they_move_with_all_else_into_another_database(database: OfficeDatabase, tmp_path: Path) -> None:
    other = OfficeDatabase(OfficePlace(file=tmp_path / "other.sqlite"))
    one = ObjectiveRegister(database, ANA).set(AIM, Bands(good=100, minimum=80.25), "up")
    assert imported(exported(database), other, Author("Dora"))["objective"] == 1
    assert objectives(other) == (one,)
    assert [each.did for each in changes(other)] == ["created"]
    other.close()


def test_of_twenty_who_write_at_once_nobody_is_lost_and_one_wins_each_objective(database: OfficeDatabase) -> None:
    def write(number: int) -> bool:
        register = ObjectiveRegister(database, Reader(f"Reader {number}", "executive"))
        register.set(replace(AIM, team=f"team {number}"), Bands(good=number), "up")
        try:
            register.set(AIM, Bands(good=number), "up")
        except ObjectiveChangedError:
            return False
        return True

    with ThreadPoolExecutor(20) as pool:
        won = [number for number, first in enumerate(pool.map(write, range(20))) if first]
    told = {one.aim.team: one.bands.good for one in objectives(database)}
    assert told == {"": float(won[0]), **{f"team {number}": float(number) for number in range(20)}}
    assert len(won) == 1 and len(changes(database)) == 21
