"""What a committee asks of a month beside its plan: what was sold, who brought it, who stays, what is still to come."""
