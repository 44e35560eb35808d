"""Distribuciones La Ceiba S.A.S., Medellín: what its owner has, written as the tools of there write it.

Three files. The sales report has its names in two lines, credit notes in its rows, a total below each month and one at
the end; the receipts are a workbook with a sheet for each month; the complaints are a list in cp850 with a footer.
"""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

# Date, kind, number, tax id, customer, gross, discount, net of tax, tax 19 %, total, state. In Colombia 1.234.567,89.
SALES = """\
;DISTRIBUCIONES LA CEIBA S.A.S.;;;;;;;;
;NIT 901.234.567-8;;;;;;;;
;Informe de ventas detallado - Desde: 01/08/2026 Hasta: 31/10/2026;;;;;;;;
;;;;;;;;;
Comprobante;;Fecha;Tercero;;Valores;;;Estado;Vence
Tipo;Número;;Identificación;Nombre;Subtotal;IVA;Total;;
FV;1201;03/08/2026;890903938;Almacén El Triunfo;1.250.000,00;237.500,00;1.487.500,00;Vigente;02/09/2026
FV;1202;05/08/2026;800197268;Ferretería Los Álamos;480.500,50;91.295,10;571.795,60;Vigente;04/09/2026
FV;1203;11/08/2026;43587412;María Zuluaga;95.000,00;18.050,00;113.050,00;Anulada;11/08/2026
FV;1204;19/08/2026;890903938;Almacén El Triunfo;2.300.000,00;437.000,00;2.737.000,00;Vigente;18/09/2026
NC;31;21/08/2026;890903938;Almacén El Triunfo;250.000,00;47.500,00;297.500,00;Vigente;
FV;1205;27/08/2026;71722345;Tienda Doña Rosa;310.000,00;58.900,00;368.900,00;Vigente;26/09/2026
Total agosto;;;;;4.090.500,50;777.195,10;4.867.695,60;;
FV;1206;02/09/2026;800197268;Ferretería Los Álamos;1.020.000,00;193.800,00;1.213.800,00;Vigente;02/10/2026
FV;1207;08/09/2026;890903938;Almacén El Triunfo;760.000,00;144.400,00;904.400,00;Vigente;08/10/2026
FV;1208;15/09/2026;71722345;Tienda Doña Rosa;125.750,25;23.892,55;149.642,80;Vigente;15/10/2026
FV;1209;23/09/2026;43587412;María Zuluaga;88.000,00;16.720,00;104.720,00;Vigente;23/10/2026
FV;1210;30/09/2026;800197268;Ferretería Los Álamos;640.000,00;121.600,00;761.600,00;Anulada;30/10/2026
Total septiembre;;;;;1.993.750,25;378.812,55;2.372.562,80;;
FV;1211;06/10/2026;890903938;Almacén El Triunfo;1.875.000,00;356.250,00;2.231.250,00;Vigente;05/11/2026
FV;1212;13/10/2026;43587412;María Zuluaga;142.000,00;26.980,00;168.980,00;Vigente;12/11/2026
NC;32;14/10/2026;71722345;Tienda Doña Rosa;25.750,25;4.892,55;30.642,80;Vigente;
FV;1213;22/10/2026;800197268;Ferretería Los Álamos;905.300,00;172.007,00;1.077.307,00;Vigente;21/11/2026
FV;1214;29/10/2026;71722345;Tienda Doña Rosa;410.000,00;77.900,00;487.900,00;Vigente;28/11/2026
Total octubre;;;;;3.306.549,75;628.244,45;3.934.794,20;;
Total general;;;;;9.390.800,50;1.784.252,10;11.175.052,60;;
;;;;;;;;;
Elaboró: Contabilidad;;;;;;;;;
"""

# Receipt, day, customer, invoice, value received, means. Cash receipt 504 was annulled by leaving its value at 0.
RECEIPTS = {
    "Agosto": [
        ("RC-501", "20/08/2026", "Ferretería Los Álamos", "1202", 571795.6, "Transferencia"),
        ("RC-502", "28/08/2026", "Almacén El Triunfo", "1201", 1000000.0, "Cheque"),
    ],
    "Septiembre": [
        ("RC-503", "04/09/2026", "Almacén El Triunfo", "1201", 487500.0, "Transferencia"),
        ("RC-504", "10/09/2026", "Tienda Doña Rosa", "1205", 0.0, "Efectivo"),
        ("RC-505", "25/09/2026", "Almacén El Triunfo", "1204", 2439500.0, "Transferencia"),
        ("RC-506", "29/09/2026", "María Zuluaga", "1209", 104720.0, "Efectivo"),
    ],
    "Octubre": [
        ("RC-507", "05/10/2026", "Ferretería Los Álamos", "1206", 1213800.0, "Transferencia"),
        ("RC-508", "16/10/2026", "Tienda Doña Rosa", "1205", 368900.0, "Efectivo"),
        ("RC-509", "30/10/2026", "Almacén El Triunfo", "1207", 500000.0, "Transferencia"),
    ],
}

# Radicado, received, client, reason, channel, in charge, state, answered, closed.
COMPLAINTS = """\
"PQRS RECIBIDAS"

"No. radicado","Fecha de radicación","Nombre del cliente","Motivo","Medio","Responsable","Estado","Fecha de cierre"
"2026-041","03/08/2026 08:15 a. m.","Almacén El Triunfo","Demora en entrega","Teléfono","Andrés Peña","Cerrado","04/08/2026 10:00 a. m."
"2026-042","10/08/2026 02:30 p. m.","Tienda Doña Rosa","Producto averiado","WhatsApp","Sofía Gómez","Cerrado","12/08/2026 09:45 a. m."
"2026-043","25/08/2026 11:05 a. m.","Ferretería Los Álamos","Error en factura","Correo electrónico","Andrés Peña","Cerrado","02/09/2026 04:20 p. m."
"2026-044","01/09/2026 09:00 a. m.","María Zuluaga","Demora en entrega","Teléfono","Sofía Gómez","Cerrado","01/09/2026 05:30 p. m."
"2026-045","14/09/2026 03:10 p. m.","Almacén El Triunfo","Error en factura","Correo electrónico","Andrés Peña","Cerrado","15/09/2026 08:00 a. m."
"2026-046","17/09/2026 10:40 a. m.","Tienda Doña Rosa","Producto averiado","WhatsApp","Sofía Gómez","Anulado",""
"2026-047","28/09/2026 04:55 p. m.","Ferretería Los Álamos","Demora en entrega","Teléfono","Andrés Peña","En trámite",""
"2026-048","02/10/2026 08:20 a. m.","María Zuluaga","Error en factura","Teléfono","Sofía Gómez","Cerrado","05/10/2026 11:15 a. m."
"2026-049","19/10/2026 01:25 p. m.","Almacén El Triunfo","Demora en entrega","WhatsApp","Andrés Peña","En trámite",""
"2026-050","27/10/2026 05:05 p. m.","Tienda Doña Rosa","Producto averiado","WhatsApp","Sofía Gómez","Cerrado","28/10/2026 09:30 a. m."
"Total radicados: 10"
"""

COMPANY = ("--name", "Distribuciones La Ceiba", "--country", "CO", "--currency", "COP")
ANSWERS = 'cancelled_rows = "leave_out"\n'
MONTHS = ("2026-08-01", "2026-09-01", "2026-10-01")

# Worked out by hand from the lists above.
#   August: 1,250,000.00 + 480,500.50 + 2,300,000.00 - 250,000.00 + 310,000.00 = 4,090,500.50 (its own total agrees)
#   September: 1,020,000.00 + 760,000.00 + 125,750.25 + 88,000.00 = 1,993,750.25 (agrees: 1210 is annulled)
#   October: 1,875,000.00 + 142,000.00 - 25,750.25 + 905,300.00 + 410,000.00 = 3,306,549.75 (agrees)
#   Collected: 571,795.60 + 1,000,000 = 1,571,795.60 · 487,500 + 2,439,500 + 104,720 = 3,031,720.00 ·
#     1,213,800 + 368,900 + 500,000 = 2,082,700.00
#   Owed at the end of October: invoiced with tax less notes 4,867,695.60 + 2,372,562.80 + 3,934,794.20 = 11,175,052.60,
#     less all collected, 6,686,215.60, is 4,488,837.00. Note 32 takes 30,642.80 off, and note 31 297,500.00: of a list
#     that does not say of which invoice, they are credits of the customer, told apart; so 4,488,837.00 + 328,142.80 =
#     4,816,979.80 is what invoices owe where credits are not set off.
#   Complaints: received 3, 4 (one annulled: 3), 3; closed in August 2, September 3 (043, 044, 045), October 2; open at
#     the end of October: 047 and 049.
NUMBERS = {
    "revenue": (4_090_500.50, 1_993_750.25, 3_306_549.75),
    "cash_collected": (1_571_795.60, 3_031_720.00, 2_082_700.00),
    "cases_opened": (3, 3, 3),
    "cases_resolved": (2, 3, 2),
}
AT_THE_END = {"receivables": (4_816_979.80, 4_488_837.00), "customer_credits": (328_142.80,), "backlog": (2,)}
CUSTOMERS = {
    "Almacén El Triunfo": 5_935_000.00,  # 1,250,000 + 2,300,000 - 250,000 + 760,000 + 1,875,000
    "Ferretería Los Álamos": 2_405_800.50,  # 480,500.50 + 1,020,000 + 905,300
    "María Zuluaga": 230_000.00,  # 88,000 + 142,000
    "Tienda Doña Rosa": 820_000.00,  # 310,000 + 125,750.25 - 25,750.25 + 410,000
}


def write(folder: Path) -> None:
    """Put the three files into a folder."""
    (folder / "Ventas detallado ago-oct 2026.csv").write_bytes(SALES.replace("\n", "\r\n").encode("cp1252"))
    (folder / "pqrs.txt").write_bytes(COMPLAINTS.encode("cp850"))
    with xlsxwriter.Workbook(str(folder / "Recaudos 2026.xlsx")) as book:
        for month, rows in RECEIPTS.items():
            sheet = book.add_worksheet(month)
            sheet.write(0, 0, f"Recibos de caja - {month} 2026")
            names = ("Recibo", "Fecha", "Cliente", "Factura", "Valor recibido", "Medio de pago")
            sheet.write_row(2, 0, names)
            for at, row in enumerate(rows, 3):
                sheet.write_row(at, 0, row)
            sheet.write(len(rows) + 3, 3, "Total mes")
            sheet.write(len(rows) + 3, 4, sum(row[4] for row in rows))
