"""What a day asks of its supervisor, case by case and hour by hour: what waits, what runs out, whom it needs."""
