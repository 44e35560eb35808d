"""What is recorded of one customer, and who of an account manager's customers needs attention: rows, not numbers."""
