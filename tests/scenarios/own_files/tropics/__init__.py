"""Files of invented companies from Guatemala and the Caribbean to the Amazon, as their owners have them."""
