"""Text reports: rows typed with separators, tables drawn with characters, columns aligned by spaces."""
