"""Files that somebody drops: which source reads each, what they would bring, and their way in as one version."""
