"""The rules of the roles on PostgreSQL, as the migration that makes them takes them: SQL by what it guards."""
