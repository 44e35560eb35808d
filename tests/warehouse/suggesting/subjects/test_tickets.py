"""A list of tickets: each case with the point of contact by which it came in."""

from __future__ import annotations

from pathlib import Path

from tests.warehouse.suggesting.conftest import Understood
from tests.warehouse.suggesting.test_suggestion import brought

CASES = """\
Ticket,Fecha de apertura,Fecha de cierre,Cliente,Estado,Canal,Vencimiento
T-1,15/01/2026 09:00,16/01/2026 10:00,Sol,Resuelto,Correo,17/01/2026
T-2,16/01/2026 09:30,,Mar,Abierto,WhatsApp,18/01/2026
T-3,17/01/2026 11:00,,Sol,Abierto,Teléfono,19/01/2026
T-4,18/01/2026 11:00,,Sol,Abierto,telefono,20/01/2026
T-5,19/01/2026 11:00,,Mar,Abierto,Paloma,21/01/2026
T-6,20/01/2026 11:00,,Mar,Abierto,,22/01/2026
"""


def test_the_channel_of_a_case_is_the_point_by_which_it_came_in(understood: Understood, tmp_path: Path) -> None:
    """One of no known channel is another one; a case that tells none has none."""
    got = brought(understood({"tickets.csv": CASES}), tmp_path)
    assert got.rejects == []
    assert got.rows("select touchpoint_id, channel from main.touchpoint order by 1") == [
        ("caso-correo", "email"),
        ("caso-paloma", "other"),
        ("caso-telefono", "phone"),
        ("caso-whatsapp", "messaging"),
    ]
    assert got.rows("select work_item_id, touchpoint_id from main.work_item order by 1") == [
        ("T-1", "caso-correo"),
        ("T-2", "caso-whatsapp"),
        ("T-3", "caso-telefono"),
        ("T-4", "caso-telefono"),
        ("T-5", "caso-paloma"),
        ("T-6", None),
    ]


def test_what_was_understood_and_has_no_place_is_named(understood: Understood) -> None:
    found = understood({"tickets.csv": CASES})
    assert found.files[0].unused == ("Vencimiento",)
    bills = "Factura,Fecha,Cliente,Neto,Total,Canal\nF-1,15/01/2026,Sol,100.00,116.00,Web\n"
    assert understood({"facturas.csv": bills}).files[0].unused == ("Canal",)
