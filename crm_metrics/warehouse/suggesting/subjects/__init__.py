"""What the mapping of each kind of list says: invoices, payments, debts, sales, tickets, answers, calls, contracts."""
