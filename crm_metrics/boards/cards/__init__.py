"""The cards of the boards, one module each: what is gathered from the warehouse, and the card made from it."""
