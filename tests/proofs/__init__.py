"""Proofs too large for each change: `make proofs` runs them whole, CI a seeded sample of each."""
