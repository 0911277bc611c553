"""The import wizard: template, columns, row errors, take, undo."""
