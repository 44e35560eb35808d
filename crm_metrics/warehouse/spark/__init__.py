"""The shapes and metrics on Apache Spark: their text with its types, as Spark SQL, and the session that runs it."""
