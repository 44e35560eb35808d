"""The file of a version: copied, its blocks held against their checksums, and the parts of tables that lie in them."""
