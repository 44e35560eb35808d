"""Figures of others, each with its source, beside the company's own numbers: reference lines, never goals."""
