"""A company in Belém that installs and keeps air conditioning: what it billed, its bank slips, its help desk, a survey.

What its owner would say: a cancelled note and a cancelled slip count nowhere; it pays its tax on one slip of its own
(Simples Nacional), so that the net value, after the discount, is what it sold; all money comes in by bank slip, and what
a late payer adds as fine and interest came in too; the survey is about the company.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import xlsxwriter
from stdnum.br.cnpj import calc_check_digits

from tests.scenarios.own_files import plain

COMPANY = ("--name", "Guamá Climatização Ltda.", "--country", "BR", "--currency", "BRL", "--time-zone", "America/Belem")
ANSWERS = 'cancelled_rows = "leave_out"\nsurvey_about = "company"\n'
MONTHS = plain.month_starts(2026, 3, 4)
END = plain.end_of(MONTHS)
NAMES = (
    "Clínica Santa Izabel S/S",
    "Panificadora Pão da Terra Ltda.",
    "Colégio Açaí do Saber",
    "Hotel Ver-o-Rio Ltda.",
    "Supermercado Tracajá S.A.",
    "Cartório do 3º Ofício de Ananindeua",
    "Condomínio Edifício Mangueiras",
    "Restaurante Tucupi & Jambu ME",
    "Laboratório Marajó Análises Ltda.",
)
SERVICES = ("Manutenção preventiva de ar-condicionado", "Instalação de split 12.000 BTU", "Higienização de dutos",
            "Contrato mensal PMOC")  # fmt: skip
CATEGORIES = ("Vazamento", "Não gela", "Ruído excessivo", "Dúvida sobre boleto")
PEOPLE = ("Raimunda Nonata", "Waldir Góes", "Thaís Lobato")
WAYS = ("WhatsApp", "E-mail", "Telefone")
WORDS = ("Muito insatisfeito", "Insatisfeito", "Neutro", "Satisfeito", "Muito satisfeito")


@dataclass(frozen=True, kw_only=True)
class Slip:
    """A bank slip for a note or for a part of it."""

    note: plain.Invoice
    """What it is to pay."""
    part: int
    """Which part, from 1."""
    parts: int
    """Of how many."""
    due: date
    """When it is due."""
    amount: float
    """What it asks for."""
    paid_on: date | None
    """When it was paid, if it was."""
    fine: float
    """What a late payer added."""

    @property
    def paid(self) -> float:
        return round(self.amount + self.fine, 2) if self.paid_on else 0.0

    @property
    def state(self) -> str:
        if self.note.void:
            return "Cancelado"
        if self.paid_on:
            return "Liquidado"
        return "Vencido" if self.due < END else "A vencer"


def slips(notes: list[plain.Invoice]) -> list[Slip]:
    """One slip for a note, two for one of more than 3,000 reais; most are paid on the day or before, some late, some not."""
    dice, made = Random(91), list[Slip]()
    for note in notes:
        parts = 2 if note.net > 3_000 else 1
        first = round(note.net / parts, 2)
        for part in range(1, parts + 1):
            due = note.day + timedelta(days=15 + 30 * (part - 1))
            late = dice.choice((-3, 0, 0, -1, 4, 9, 23))
            day = due + timedelta(days=late)
            paid = not note.void and day <= END and dice.random() < 0.93
            amount = first if part < parts else round(note.net - first * (parts - 1), 2)
            fine = round(amount * 0.02 + amount * 0.01 * late / 30, 2) if late > 0 else 0.0
            made.append(
                Slip(
                    note=note,
                    part=part,
                    parts=parts,
                    due=due,
                    amount=amount,
                    paid_on=day if paid else None,
                    fine=fine if paid else 0.0,
                )
            )
    return made


NOTES = plain.invoices_of(
    Random(92), MONTHS, customers=len(NAMES), a_month=42, rate=0.0, price=lambda dice: dice.uniform(180, 5_200),
    habits=plain.Habits(voids=0.07),
)  # fmt: skip
SLIPS = slips(NOTES)
TICKETS = plain.tickets_of(Random(93), MONTHS, customers=len(NAMES), a_month=44, voids=0.04)
FORM = plain.answers_of(
    Random(94),
    MONTHS,
    customers=len(NAMES),
    a_month=25,
    scores=(
        lambda dice: dice.choice((1, 2, 3, 4, 4, 4, 5, 5, 5)),
        lambda dice: dice.choice((0, 4, 6, 7, 8, 9, 9, 10, 10)),
    ),
)

NUMBERS = {
    "revenue": plain.sold(NOTES, MONTHS),
    "orders_placed": plain.made(NOTES, MONTHS),
    "cash_collected": tuple(round(sum(s.paid for s in SLIPS if plain.in_month(m, s.paid_on)), 2) for m in MONTHS),
    "cases_opened": plain.opened(TICKETS, MONTHS),
    "cases_resolved": plain.solved(TICKETS, MONTHS),
    "csat": plain.satisfied(plain.given(FORM, 0, MONTHS)),
    "nps": plain.promoters(plain.given(FORM, 1, MONTHS)),
}
# A fine pays no part of another slip: what is open is what the unpaid slips ask for.
AT_THE_END = {
    "receivables": (round(sum(s.amount for s in SLIPS if not s.note.void and not s.paid_on), 2),),
    "backlog": (plain.waiting(TICKETS),),
}
SOLD_TO = plain.sold_to(NOTES, NAMES)


def write(folder: Path) -> None:
    """Put the four files into a folder."""
    _billed(folder / "Relatório de faturamento 03-2026 a 06-2026.csv")
    _slips(folder / "Boletos emitidos.xlsx")
    _desk(folder / "chamados-exportacao-30062026.csv")
    _survey(folder / "Pesquisa de satisfação Guamá Climatização(1-100).xlsx")


def document(place: int) -> str:
    """The number of a firm at the register, with its check digits and marks."""
    base = f"{31_402_118 + 911_733 * place:08d}0001"
    whole = base + calc_check_digits(base)
    return f"{whole[:2]}.{whole[2:5]}.{whole[5:8]}/{whole[8:12]}-{whole[12:]}"


def number(one: plain.Invoice) -> int:
    return one.number + 2318


def reais(value: float) -> str:
    return plain.written(value, ".", ",")


def _billed(path: Path) -> None:
    """cp1252, semicolons, decimal commas, a title and the period above, a total and two notes below."""
    lines = [
        "GUAMÁ CLIMATIZAÇÃO LTDA.;;;;;;;;;;;",
        "Relatório de faturamento;;;;;;;;;;;",
        "Período: 01/03/2026 a 30/06/2026;;;;;;;;;;;",
        ";;;;;;;;;;;",
        "Nº NFS-e;Data de emissão;Competência;Tomador do serviço;CNPJ/CPF;Município;Descrição do serviço;"
        "Valor bruto (R$);Desconto (R$);Valor líquido (R$);Situação;Observação",
    ]
    sums = [0.0, 0.0, 0.0]
    for one in NOTES:
        assert one.customer is not None
        gross = round(one.net / (0.95 if one.number % 8 == 0 else 1), 2)
        money = (gross, round(gross - one.net, 2), one.net)
        if not one.void:
            sums = [a + b for a, b in zip(sums, money, strict=True)]
        town = "Ananindeua" if one.customer == 5 else "Belém"
        service = SERVICES[one.number % len(SERVICES)]
        state, why = ("Cancelada", "Erro no tomador") if one.void else ("Emitida", "")
        cells = (f"{number(one)}", f"{one.day:%d/%m/%Y}", f"{one.day:%m/%Y}", NAMES[one.customer], document(one.customer), town, service)  # fmt: skip
        lines.append(";".join((*cells, *(reais(cell) for cell in money), state, why)))
    lines += [
        ";".join(("Total (sem canceladas)", *[""] * 6, *(reais(round(one, 2)) for one in sums), "", "")),
        ";;;;;;;;;;;",
        "Documento emitido por ME ou EPP optante pelo Simples Nacional;;;;;;;;;;;",
        f"Total de registros: {len(NOTES)};;;;;;;;;;;",
    ]
    path.write_bytes("\r\n".join([*lines, ""]).encode("cp1252"))


SLIP_HEADS = ("Nosso número", "Nº documento", "NFS-e", "Parcela", "Pagador", "CPF/CNPJ do pagador", "Emissão", "Vencimento",
              "Valor do título", "Data do pagamento", "Multa/Juros", "Valor pago", "Situação")  # fmt: skip


def _slips(path: Path) -> None:
    """A bank's workbook: amounts as text with R$, true days, a blank column, sums by state under the rows."""
    book = xlsxwriter.Workbook(str(path))
    sheet, days = book.add_worksheet("Boletos"), book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.merge_range(0, 0, 0, 13, "Consulta de boletos emitidos - Agência 0417 Conta 23.118-6")
    sheet.write(1, 0, "Posição em 30/06/2026 19:02")
    sheet.write_row(3, 0, (*SLIP_HEADS[:8], "", *SLIP_HEADS[8:]))
    at = 4
    for one in sorted(SLIPS, key=lambda slip: (slip.due, slip.note.number)):
        assert one.note.customer is not None
        bank = f"109/{44_000_000 + one.note.number * 13 + one.part:08d}-{one.note.number % 10}"
        paper = f"{number(one.note)}-{one.part}"
        tax_id = document(one.note.customer)
        sheet.write_row(at, 0, (bank, paper, number(one.note), f"{one.part}/{one.parts}", NAMES[one.note.customer], tax_id))  # fmt: skip
        for column, day in ((6, one.note.day), (7, one.due), (10, one.paid_on)):
            if day:
                sheet.write_datetime(at, column, datetime(day.year, day.month, day.day), days)
        sheet.write(at, 9, f"R$ {reais(one.amount)}")
        sheet.write(at, 11, f"R$ {reais(one.fine)}" if one.fine else "")
        sheet.write(at, 12, f"R$ {reais(one.paid)}" if one.paid_on else "")
        sheet.write(at, 13, one.state)
        at += 1
    for name in ("Liquidado", "A vencer", "Vencido", "Cancelado"):
        at += 1
        of_state = [one for one in SLIPS if one.state == name]
        sheet.write_row(at, 0, (f"Total {name}: {len(of_state)} boleto(s)",))
        sheet.write(at, 9, f"R$ {reais(round(sum(one.amount for one in of_state), 2))}")
    book.close()


def _desk(path: Path) -> None:
    """The export of a help desk: with a mark of its encoding, and solved and closed apart, closing two days later by itself."""
    lines = [
        '"Número";"Assunto";"Categoria";"Organização";"Canal de abertura";"Responsável";"Urgência";"Status";'
        '"Aberto em";"Primeira resposta em";"Resolvido em";"Fechado em"'
    ]
    for one in TICKETS:
        closes = one.solved + timedelta(days=2) if one.solved else None
        closed = closes if closes and closes.date() <= END else None
        state = "Cancelado" if one.void else "Fechado" if closed else "Resolvido" if one.solved else ("Novo", "Em atendimento", "Aguardando cliente")[one.number % 3]  # fmt: skip
        first = None if one.void or state == "Novo" else one.opened + timedelta(minutes=one.answered_after)
        category = CATEGORIES[one.subject]
        cells = (f"{one.number + 90211}", f"{category} - sala {one.number % 12 + 1}", category, NAMES[one.customer], WAYS[one.channel],
                 PEOPLE[one.agent], ("Baixa", "Média", "Alta")[one.number % 3], state)  # fmt: skip
        moments = [
            f"{when:%d/%m/%Y %H:%M:%S}" if when else ""
            for when in (one.opened, min(first, one.solved) if first and one.solved else first, one.solved, closed)
        ]
        lines.append(";".join(f'"{cell}"' for cell in (*cells, *moments)))
    path.write_bytes("\r\n".join([*lines, ""]).encode("utf-8-sig"))


def _survey(path: Path) -> None:
    """The workbook of a form: two clocks, who answered, the note in words, the scale from 0 to 10."""
    book = xlsxwriter.Workbook(str(path))
    sheet, stamp = book.add_worksheet("Sheet1"), book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"})
    heads = (
        "ID",
        "Hora de início",
        "Hora de conclusão",
        "Email",
        "Nome",
        "Qual é a sua empresa?",
        "De modo geral, qual o seu grau de satisfação com os nossos serviços?",
        "Em uma escala de 0 a 10, o quanto você recomendaria a Guamá Climatização a um amigo ou colega?",
        "O que podemos melhorar?",
    )
    sheet.write_row(0, 0, heads)
    for at, one in enumerate(FORM, start=1):
        satisfied, likely = one.scores
        assert satisfied is not None
        assert likely is not None
        sheet.write(at, 0, at)
        sheet.write_datetime(at, 1, one.at - timedelta(seconds=74), stamp)
        sheet.write_datetime(at, 2, one.at, stamp)
        sheet.write_row(at, 3, ("anonymous", "", NAMES[one.customer], WORDS[satisfied - 1], likely))
        sheet.write(at, 8, ("", "Pontualidade", "", "Nada a melhorar")[one.at.second % 4])
    book.close()
