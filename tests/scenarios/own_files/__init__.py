"""Folders of invented companies as their owners have them, and the numbers that a careful person counts in them."""
