"""Invented electronic invoices as their countries write them, short: what no reader looks at is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.warehouse.loading.importing import Inbox, Outcome


class Books:
    """A company in memory that loads invoices; `load` may be called again and again, as months go by."""

    def __init__(self, place: Path, tax_id: str, currency: str, time_zone: str) -> None:
        self.inbox = Inbox(place)
        company = "insert into main.company (name, time_zone, currency, _source) values ('Ejemplo', ?, ?, 'init')"
        self.inbox.connection.execute(company, [time_zone, currency])
        if tax_id:
            self.inbox.connection.execute("insert into main.warehouse_info values ('tax_id', ?)", [tax_id])

    def load(self, source: str, **files: str | bytes) -> Outcome:
        """Import these files alone; `a_xml` is named a.xml. Raises what the import is refused with."""
        named = {".".join(name.rsplit("_", 1)): content for name, content in files.items()}
        return self._told(self.inbox.load(named, source))

    def load_folder(self, folder: Path, source: str) -> Outcome:
        """Import a folder, or a ZIP file, as it is."""
        return self._told(self.inbox.load_folder(folder, source))

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The answer of SQL over what is loaded."""
        return self.inbox.connection.execute(sql).fetchall()

    def amounts(self, table: str) -> list[str]:
        """The amounts of a table in their order."""
        return [str(value) for (value,) in self.rows(f"select amount from main.{table} order by 1")]

    def total(self, table: str, where: str = "true") -> str:
        """The sum of the amounts of a table."""
        return str(
            sum((value for (value,) in self.rows(f"select amount from main.{table} where {where}")), Decimal("0.00"))
        )

    @staticmethod
    def _told(outcome: Outcome) -> Outcome:
        if outcome.error:
            raise outcome.error
        return outcome


def bookkeeping(place: Path, tax_id: str, currency: str, time_zone: str) -> Iterator[Books]:
    """A company's books for one test."""
    (place / "inbox").mkdir()
    made = Books(place / "inbox", tax_id, currency, time_zone)
    yield made
    made.inbox.connection.close()


@dataclass(frozen=True, kw_only=True)
class Cfdi:
    """A CFDI of Mexico, of version 4.0 unless it says another."""

    uuid: str
    """That of its stamp; "" for none."""
    kind: str = "I"
    """I, E, P, N or T."""
    day: str = "2026-03-02T10:00:00"
    """Fecha."""
    attributes: str = 'MetodoPago="PUE" Moneda="MXN"'
    """More of the head."""
    sender: str = "PIN260101AB1"
    """Who issues it."""
    customer: str = "LUN010101AB1"
    """Who gets it."""
    lines: Sequence[str] = ('Importe="100" Cantidad="1" NoIdentificacion="P1"',)
    """The attributes of each Concepto."""
    inside: str = ""
    """What stands before the parties."""
    complement: str = ""
    """What stands beside the stamp."""
    version: str = "4"
    """The last part of the namespace."""

    def __str__(self) -> str:
        lines = "".join(f'<c:Concepto ClaveProdServ="01" Descripcion="Cosa" {line}/>' for line in self.lines)
        stamp = f'<t:TimbreFiscalDigital xmlns:t="http://www.sat.gob.mx/TimbreFiscalDigital" UUID="{self.uuid}"/>'
        return (
            f'<c:Comprobante xmlns:c="http://www.sat.gob.mx/cfd/{self.version}" Fecha="{self.day}"'
            f' TipoDeComprobante="{self.kind}" {self.attributes}>{self.inside}<c:Emisor Rfc="{self.sender}"/>'
            f'<c:Receptor Rfc="{self.customer}" Nombre="Alguien"/><c:Conceptos>{lines}</c:Conceptos>'
            f"<c:Complemento>{self.complement}</c:Complemento>"
            f"<c:Complemento>{stamp if self.uuid else ''}</c:Complemento></c:Comprobante>"
        )


def related(kind: str, *uuids: str) -> str:
    """The relation of a CFDI to others, of one TipoRelacion."""
    each = "".join(f'<c:CfdiRelacionado UUID="{uuid}"/>' for uuid in uuids)
    return f'<c:CfdiRelacionados TipoRelacion="{kind}">{each}</c:CfdiRelacionados>'


def paid(day: str, attributes: str, *invoices: str) -> str:
    """A complement of payment: the attributes of the Pago, and of each DoctoRelacionado."""
    each = "".join(f"<p:DoctoRelacionado {invoice}/>" for invoice in invoices)
    one = f'<p:Pago FechaPago="{day}" {attributes}>{each}</p:Pago>'
    return f'<p:Pagos xmlns:p="http://www.sat.gob.mx/Pagos20">{one}</p:Pagos>'


def dte(folio: int, day: str, net: int, customer: str, due: str = "") -> str:
    """An invoice of Chile on credit, of one line, issued by 76.111.111-6."""
    term = f"<FchVenc>{due}</FchVenc>" if due else ""
    return (
        f"<DTE><Documento><Encabezado><IdDoc><TipoDTE>33</TipoDTE><Folio>{folio}</Folio><FchEmis>{day}</FchEmis>"
        f"<FmaPago>2</FmaPago>{term}</IdDoc><Emisor><RUTEmisor>76111111-6</RUTEmisor></Emisor><Receptor>"
        f"<RUTRecep>{customer}</RUTRecep><RznSocRecep>Cliente {customer}</RznSocRecep></Receptor><Totales>"
        f"<MntNeto>{net}</MntNeto><TasaIVA>19</TasaIVA><MntTotal>{net * 119 // 100}</MntTotal></Totales></Encabezado>"
        f"<Detalle><NmbItem>Cosa</NmbItem><QtyItem>1</QtyItem><MontoItem>{net}</MontoItem></Detalle></Documento></DTE>"
    )
