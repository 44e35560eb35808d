"""Aurora Manutenção Predial Ltda., Curitiba: what its owner has, written as the tools of there write it.

Three files, in Portuguese. The report of services has states and parts paid in its rows and no tax, the calls have a time
of first answer as a duration, the form asks for the service, for the delivery and for a recommendation.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

import xlsxwriter

from tests.scenarios.own_files import plain

CUSTOMERS = ("Condomínio Edifício Araucária", "Padaria São João Ltda", "José Antônio da Conceição", "Colégio Bom Jesus",
             "Supermercados Ipê S.A.", "Clínica Santa Mônica", "Marcenaria Irmãos Guimarães ME")  # fmt: skip
IDS = ("11.222.333/0001-81", "45.997.418/0001-53", "529.982.247-25", "33.000.167/0001-01", "60.746.948/0001-12",
       "07.526.557/0001-00", "19.131.243/0001-97")  # fmt: skip
KINDS = ("Vazamento", "Elétrica", "Orçamento", "Reclamação de prazo")
PRIORITIES = ("Alta", "Média", "Baixa")
AGENTS = ("Patrícia", "Anderson", "Luís Felipe")
MONTHS = plain.month_starts(2026, 8, 3)
END = plain.end_of(MONTHS)
DICE = Random(55)
INVOICES = plain.invoices_of(
    DICE, MONTHS, customers=len(CUSTOMERS), a_month=29, rate=0.0, price=lambda dice: dice.uniform(150, 9_800),
    habits=plain.Habits(voids=0.08, partly=0.15),
)  # fmt: skip
TICKETS = plain.tickets_of(DICE, MONTHS, customers=len(CUSTOMERS), a_month=21, voids=0.06)
ANSWERS_GIVEN = plain.answers_of(
    DICE, MONTHS, customers=len(CUSTOMERS), a_month=14,
    scores=(lambda dice: dice.choice((2, 3, 4, 4, 5, 5)), lambda dice: dice.choice((1, 2, 3, 4, 5)),
            lambda dice: dice.choice((3, 6, 7, 8, 9, 10, 10))),
)  # fmt: skip

COMPANY = ("--name", "Aurora Manutenção", "--country", "BR", "--time-zone", "America/Sao_Paulo")
OWNER = {
    "Are Canceladas left out, of sales and of calls?": "yes",
    "Does the value hold tax that has to be taken off?": "no, the value is the sale (Simples Nacional)",
    "Is the form about the company as a whole?": "yes, it is sent twice a year",
    "Which of the two questions from 1 to 5 is the satisfaction?": "that of the service (atendimento)",
    "Does Aguardando cliente wait for the customer?": "yes",
}
ANSWERS = 'cancelled_rows = "leave_out"\namount_tax = "no_tax"\nsurvey_about = "company"\npending_state = "customer"\n'
ANSWERS += 'which_satisfaction = "first"\n'
SERVICE, RECOMMENDED = plain.given(ANSWERS_GIVEN, 0, MONTHS), plain.given(ANSWERS_GIVEN, 2, MONTHS)
NUMBERS = {
    "revenue": plain.sold(INVOICES, MONTHS),
    "orders_placed": plain.made(INVOICES, MONTHS),
    "cash_collected": plain.collected(INVOICES, MONTHS),
    "cases_opened": plain.opened(TICKETS, MONTHS),
    "cases_resolved": plain.solved(TICKETS, MONTHS),
    "csat": plain.satisfied(SERVICE),
    "nps": plain.promoters(RECOMMENDED),
}
AT_THE_END = {"receivables": plain.owed(INVOICES), "backlog": (plain.waiting(TICKETS),)}
SOLD_TO = plain.sold_to(INVOICES, CUSTOMERS)


def reais(value: float) -> str:
    return "R$ " + plain.written(value, ".", ",")


def state(one: plain.Invoice) -> str:
    if one.void:
        return "Cancelada"
    if one.paid:
        return "Paga parcialmente" if one.open else "Paga"
    return "Vencida" if one.due <= END else "Em aberto"


def write(folder: Path) -> None:
    """Put the three files into a folder."""
    lines = ["Aurora Manutenção Predial Ltda;;;;;;;;;", "Relatório de serviços prestados;;;;;;;;;",
             "Período: 01/08/2026 a 31/10/2026;;;;;;;;;", "",
             "Nº OS;Data de emissão;Data de vencimento;Cliente;CNPJ/CPF;Valor;Situação;Data do pagamento;Valor pago;Forma de pagamento"]  # fmt: skip
    for one in INVOICES:
        assert one.customer is not None
        row = (f"OS-{one.number:04d}", f"{one.day:%d/%m/%Y}", f"{one.due:%d/%m/%Y}", CUSTOMERS[one.customer], IDS[one.customer],
               reais(one.total), state(one), f"{one.paid_on:%d/%m/%Y}" if one.paid_on else "", reais(one.paid) if one.paid_on else "",
               ("Pix", "Boleto", "Cartão de crédito")[one.number % 3])  # fmt: skip
        lines.append(";".join(row))
    lines += [f"Total geral;;;;;{reais(sum(one.total for one in INVOICES))};;;{reais(sum(one.paid for one in INVOICES))};", "",
              "Emitido em 31/10/2026 18:02 por financeiro;;;;;;;;;", ""]  # fmt: skip
    (folder / "Relatorio_servicos_ago_out.csv").write_bytes("\r\n".join(lines).encode("cp1252"))
    with xlsxwriter.Workbook(str(folder / "Chamados.xlsx")) as book:
        sheet, minutes = book.add_worksheet("Exportação"), book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        sheet.write_row(0, 0, ("Protocolo", "Aberto em", "Solicitante", "Assunto", "Prioridade", "Situação",
                               "Tempo de 1ª resposta", "Encerrado em", "Responsável"))  # fmt: skip
        for at, ticket in enumerate(TICKETS, 1):
            said = (
                "Cancelado"
                if ticket.void
                else "Resolvido"
                if ticket.solved
                else ("Em andamento", "Aberto", "Aguardando cliente")[at % 3]
            )
            sheet.write(at, 0, f"2026{ticket.number:05d}")
            sheet.write_datetime(at, 1, ticket.opened, minutes)
            sheet.write_row(at, 2, (CUSTOMERS[ticket.customer], KINDS[ticket.subject], PRIORITIES[ticket.channel], said,
                                    f"{ticket.answered_after // 60:02d}:{ticket.answered_after % 60:02d}:00"))  # fmt: skip
            if ticket.solved:
                sheet.write_datetime(at, 7, ticket.solved, minutes)
            sheet.write(at, 8, AGENTS[ticket.agent])
    form = ['"Carimbo de data/hora","Nome","Como você avalia o atendimento? (1 = péssimo, 5 = excelente)",'
            '"Como você avalia o prazo de entrega? (1 = péssimo, 5 = excelente)",'
            '"De 0 a 10, o quanto você recomendaria nossa empresa a um amigo?","Comentários"']  # fmt: skip
    for answer in ANSWERS_GIVEN:
        remark = ("", "Muito bom, parabéns", "Demorou", "")[answer.at.minute % 4]
        cells = (f"{answer.at:%d/%m/%Y %H:%M:%S}", CUSTOMERS[answer.customer], *answer.scores, remark)
        form.append(",".join(f'"{cell}"' if isinstance(cell, str) and "," in cell else str(cell) for cell in cells))
    (folder / "Pesquisa de satisfação (respostas) - Respostas ao formulário 1.csv").write_text(
        "\n".join([*form, ""]), encoding="utf-8"
    )
