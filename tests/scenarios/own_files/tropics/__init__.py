"""Files of invented companies between the Isthmus and the Amazon, as their owners have them."""
