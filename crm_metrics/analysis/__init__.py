"""What readings mean together: signals, and later relations and effects."""
