"""The whole way by a cluster: input tables out of a version, shapes and whole months made of them, a new version."""
