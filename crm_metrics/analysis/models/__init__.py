"""Models fitted to customers, contracts to survival, and the scores that a version is published with."""
