"""Three files of an invented trader as a small company really has them, and their numbers, worked out by hand.

The invoices have title lines, amounts as text with a sign, a cancelled one, a line of totals that counts it, and one
paid after the end of the list; the tickets are cp1252 with semicolons; of the form, each row is two answers without id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.warehouse.loading.importing import workbook

# F-4 is cancelled, F-5 paid after 20/03/2026. Without tax: January 100 + 200, February 300, March 500 + 50.
# With tax came in: January 116 (F-1), February 348 (F-3), March 58 (F-6).
_INVOICES = (
    ("F-1", "05/01/2026", "Sol y Cía", "$100.00", "$16.00", "$116.00", "Pagada", "20/01/2026"),
    ("F-2", "15/01/2026", "Papelería Mar", "$200.00", "$32.00", "$232.00", "Pendiente", ""),
    ("F-3", "10/02/2026", "Sol y Cía", "$300.00", "$48.00", "$348.00", "Pagada", "25/02/2026"),
    ("F-4", "14/02/2026", "Muebles Luz", "$1,400.00", "$224.00", "$1,624.00", "Cancelada", ""),
    ("F-5", "03/03/2026", "Papelería Mar", "$500.00", "$80.00", "$580.00", "Pagada", "15/04/2026"),
    ("F-6", "18/03/2026", "Muebles Luz", "$50.00", "$8.00", "$58.00", "Pagada", "19/03/2026"),
    ("", "", "TOTAL", "$2,550.00", "$408.00", "$2,958.00", "", ""),
)
_TICKETS = """\
Nº de ticket;Asunto;Solicitante;Canal;Estado;Asignado a;Fecha de creación;Primera respuesta;Fecha de solución
1;Garantía;Sol y Cía;Chat;Cerrado;Ana Núñez;05/01/2026 09:00;05/01/2026 10:00;06/01/2026 09:00
2;Factura;Papelería Mar;Correo;Resuelto;Ana Núñez;20/01/2026 11:30;20/01/2026 12:00;02/02/2026 16:00
3;Garantía;Muebles Luz;Chat;Pendiente;José Peña;03/02/2026 12:15;03/02/2026 13:00;
4;Factura;Sol y Cía;Correo;Cerrado;José Peña;10/02/2026 17:00;11/02/2026 08:30;11/02/2026 09:00
5;Envío;Papelería Mar;Chat;Abierto;Ana Núñez;02/03/2026 10:00;;
6;Envío;Sol y Cía;Correo;Resuelto;José Peña;17/03/2026 15:45;17/03/2026 16:00;18/03/2026 10:00
"""
_FORM = """\
Marca temporal,Nombre de la empresa,Del 1 al 5 ¿qué tan satisfecho está?,Del 0 al 10 ¿qué tan probable es recomendarnos?
13/01/2026 09:00:00,Sol y Cía,5,10
20/01/2026 10:00:00,Papelería Mar,2,5
14/02/2026 11:00:00,Muebles Luz,4,9
15/02/2026 12:00:00,Sol y Cía,3,8
16/03/2026 13:00:00,Papelería Mar,5,10
17/03/2026 14:00:00,Sol y Cía,4,7
"""
# metric → its first month of 2026, and the months' values. Solved are 1 in January, 2 and 4 in February, 6 in March.
NUMBERS: Mapping[str, tuple[int, Sequence[float]]] = {
    "revenue": (1, (300.0, 300.0, 550.0)),
    "cash_collected": (1, (116.0, 348.0, 58.0)),
    "cases_opened": (1, (2, 2, 2)),
    "cases_resolved": (1, (1, 2, 1)),
    "csat": (1, (0.5, 0.5, 1.0)),
    "nps": (1, (0.0, 50.0, 50.0)),
}


def write(folder: Path) -> list[Path]:
    """Write the three files."""
    titles = [["Comercializadora del Valle"], ["Facturas emitidas"], ["Del 01/01/2026 al 20/03/2026"], []]
    names = ["Folio", "Fecha", "Cliente", "Subtotal", "IVA", "Total", "Estatus", "Fecha de pago"]
    files: Mapping[str, bytes] = {
        "Facturas emitidas 2026.xlsx": workbook([*titles, names, *_INVOICES]),
        "tickets_export.csv": _TICKETS.encode("cp1252"),
        "Encuesta (respuestas) 1.csv": _FORM.encode(),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return sorted(folder / name for name in files)
