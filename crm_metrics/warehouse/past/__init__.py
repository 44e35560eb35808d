"""What earlier loads told that later ones need: agents, orders and invoices known, documents withdrawn, their rates."""
