"""From a file of any kind to typed text: CSV, workbooks, Parquet, databases, with the line of each row."""
