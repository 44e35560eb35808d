"""What people call columns, states and months in three languages, and what they write around a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

# Subject → language → field → its names.
NAMES: Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]] = {
    "invoices": {
        "es": {
            "number": ("Folio", "Nº factura", "No. de factura", "Comprobante", "Número de documento"),
            "day": ("Fecha", "Fecha de emisión", "Fecha factura", "F. emisión"),
            "customer": ("Cliente", "Razón social", "Nombre del cliente", "Receptor"),
            "net": ("Subtotal", "Base imponible", "Importe neto", "Valor antes de IVA"),
            "tax": ("IVA", "Impuesto", "Cuota IVA"),
            "total": ("Total", "Importe total", "Total factura", "Valor total"),
            "state": ("Estado", "Estatus", "Situación"),
            "paid_on": ("Fecha de pago", "Pagado el", "Fecha cobro"),
        },
        "pt": {
            "number": ("Nota fiscal", "Número da nota", "NF-e"),
            "day": ("Data de emissão", "Emissão", "Data"),
            "customer": ("Cliente", "Razão social", "Destinatário"),
            "net": ("Valor dos produtos", "Valor produtos"),
            "tax": ("Impostos", "Valor ICMS"),
            "total": ("Valor total da nota", "Total da nota", "Valor total"),
            "state": ("Situação", "Status"),
            "paid_on": ("Data de pagamento", "Pago em", "Data do pagamento"),
        },
        "en": {
            "number": ("Invoice", "Invoice number", "Invoice #"),
            "day": ("Invoice date", "Date", "Issue date"),
            "customer": ("Customer", "Client name", "Bill to"),
            "net": ("Net amount", "Net", "Amount before tax"),
            "tax": ("Tax", "VAT amount"),
            "total": ("Total", "Total amount", "Invoice total"),
            "state": ("Status", "Invoice status"),
            "paid_on": ("Paid on", "Payment date", "Date paid"),
        },
    },
    "payments": {
        "es": {
            "number": ("Recibo", "No. de recibo", "Número de recibo", "ID pago"),
            "day": ("Fecha de pago", "Fecha pago", "Fecha cobro"),
            "customer": ("Cliente", "Razón social", "Nombre del cliente"),
            "invoice": ("Factura relacionada", "Factura pagada", "Aplica a"),
            "paid": ("Importe pagado", "Monto pagado", "Valor pagado", "Abono"),
        },
        "pt": {
            "number": ("Recibo", "ID do pagamento"),
            "day": ("Data de pagamento", "Data do pagamento", "Data recebimento"),
            "customer": ("Cliente", "Razão social"),
            "invoice": ("Nota referenciada", "Documento referência"),
            "paid": ("Valor pago", "Valor recebido", "Valor do pagamento"),
        },
        "en": {
            "number": ("Receipt", "Receipt number", "Payment number"),
            "day": ("Payment date", "Date paid", "Paid on"),
            "customer": ("Customer", "Client name"),
            "invoice": ("Applied to", "Related invoice"),
            "paid": ("Amount paid", "Payment amount", "Paid amount"),
        },
    },
    "tickets": {
        "es": {
            "number": ("No. de ticket", "Ticket", "ID ticket", "Número de caso"),
            "day": ("Fecha de creación", "Creado el", "Fecha de apertura"),
            "customer": ("Cliente", "Empresa", "Nombre del cliente"),
            "subject": ("Asunto", "Título"),
            "priority": ("Prioridad", "Urgencia"),
            "state": ("Estado", "Estatus"),
            "closed": ("Fecha de cierre", "Cerrado el"),
        },
        "pt": {
            "number": ("Chamado", "Número do chamado", "Protocolo"),
            "day": ("Data de abertura", "Aberto em", "Criado em"),
            "customer": ("Cliente", "Empresa"),
            "subject": ("Assunto",),
            "priority": ("Prioridade",),
            "state": ("Status", "Situação"),
            "closed": ("Data de fechamento", "Fechado em"),
        },
        "en": {
            "number": ("Ticket", "Ticket ID", "Ticket number"),
            "day": ("Created at", "Created", "Opened"),
            "customer": ("Customer", "Company"),
            "subject": ("Subject", "Title"),
            "priority": ("Priority",),
            "state": ("Status", "Ticket status"),
            "closed": ("Closed at", "Closed", "Closed on"),
        },
    },
    "answers": {
        "es": {
            "day": ("Marca temporal", "Fecha de la encuesta"),
            "customer": ("Nombre de la empresa", "Cliente", "Empresa"),
            "recommend": (
                "¿Qué tan probable es que nos recomiende a un colega? (0 a 10)", "Del 0 al 10, ¿nos recomendaría?",
            ),
            "satisfied": ("¿Qué tan satisfecho está con la atención? (1 a 5)", "Califique el servicio de 1 a 5"),
            "comment": ("¿Qué podemos mejorar?", "Comentarios o sugerencias"),
        },
        "pt": {
            "day": ("Carimbo de data/hora", "Data da pesquisa"),
            "customer": ("Nome da empresa", "Cliente", "Empresa"),
            "recommend": ("De 0 a 10, quanto você nos recomendaria a um colega?",),
            "satisfied": ("Qual é a sua satisfação com o atendimento? (1 a 5)",),
            "comment": ("Comentários", "Sugestões"),
        },
        "en": {
            "day": ("Timestamp", "Submitted at"),
            "customer": ("Company name", "Customer"),
            "recommend": ("How likely are you to recommend us to a friend? (0-10)",),
            "satisfied": ("How satisfied are you with our support? (1-5)",),
            "comment": ("Comments", "What can we improve?"),
        },
    },
}  # fmt: skip
# The language → what a state says: cancelled, paid, owed; solved, worked on.
STATES = {
    "es": (("Cancelada", "Anulada"), ("Pagada", "Cobrada"), ("Pendiente", "Vigente", "Emitida")),
    "pt": (("Cancelada",), ("Paga", "Quitada"), ("Pendente", "Em aberto")),
    "en": (("Cancelled", "Void"), ("Paid",), ("Open", "Unpaid", "Sent")),
}
TICKET_STATES = {
    "es": (("Cerrado", "Resuelto"), ("Abierto", "En proceso")),
    "pt": (("Fechado", "Resolvido"), ("Aberto", "Em andamento")),
    "en": (("Closed", "Resolved"), ("Open", "In progress")),
}
PRIORITIES = {"es": ("Alta", "Media", "Baja"), "pt": ("Alta", "Média", "Baixa"), "en": ("High", "Normal", "Low")}
SUBJECTS = {
    "es": ("Total del recibo no coincide", "No llega el pedido", "Suma mal calculada", "Acceso al portal"),
    "pt": ("Total da nota errado", "Pedido atrasado", "Soma incorreta"),
    "en": ("Total is wrong", "Late delivery", "Sum does not match", "Login"),
}
COMMENTS = {
    "es": ("", "Total satisfacción", "Muy bien, gracias", "Suma puntos; resta la espera"),
    "pt": ("", "Tudo ótimo", "Total atenção"),
    "en": ("", "Total waste of time", "Great, thanks"),
}
# The language → a total, a subtotal, a grand total, a sum, footers.
SAID = {
    "es": ("Total", "Subtotal {}", "TOTAL GENERAL", "Suma", "Generado por el sistema", "Página 1 de 1"),
    "pt": ("Total", "Subtotal {}", "TOTAL GERAL", "Soma", "Gerado pelo sistema", "Página 1 de 1"),
    "en": ("Total", "Subtotal {}", "GRAND TOTAL", "Total", "Created by the system", "Page 1 of 1"),
}
FILES = {
    "invoices": {"es": "Facturas", "pt": "Notas", "en": "Invoices"},
    "payments": {"es": "Pagos", "pt": "Recebimentos", "en": "Payments"},
    "tickets": {"es": "Tickets", "pt": "Chamados", "en": "Tickets"},
    "answers": {"es": "Encuesta", "pt": "Pesquisa", "en": "Survey"},
}
MONTHS = {
    "es": (
        "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
        "diciembre",
    ),
    "pt": (
        "janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro",
        "dezembro",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ),
}  # fmt: skip
CUSTOMERS = (
    "Ferretería El Águila S.A. de C.V.", "Panificação São João Ltda", "Muñoz & Hijos", "Total Play, S.A.",
    "Ibáñez, Hnos.", "Clínica 24 Horas", "O'Higgins SpA", "Suma Consultores", "Café Ñandú", "Acme Inc.",
)  # fmt: skip
# Columns that nobody asks for.
EXTRAS: Mapping[str, Sequence[tuple[str, Sequence[str]]]] = {
    "es": (
        ("Vendedor", ("Ana", "Luis")), ("Notas internas", ("", "Total por revisar")), ("Días de crédito", ("30", "0")),
        ("Moneda", ("MXN",)), ("Uso CFDI", ("G03", "G01")), ("%", ("16 %",)), ("Plazo", ("30 días", "8 días")),
    ),
    "pt": (("Vendedor", ("Ana", "Luís")), ("Prazo", ("30 dias", "8 dias")), ("UF", ("SP", "RJ"))),
    "en": (("Sales rep", ("Ann", "Lou")), ("Remarks", ("", "Total loss")), ("Terms", ("Net 30", "Net 15"))),
}  # fmt: skip
