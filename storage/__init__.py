"""The only SQL: engine and transactions, tables, one file of functions per table, migrations."""
