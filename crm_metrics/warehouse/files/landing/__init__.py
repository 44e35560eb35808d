"""Rows that were read, on their way into the engine."""
