"""From typed text to facts and a new version: staging, checks, currencies, aliases, merging, the account of it."""
