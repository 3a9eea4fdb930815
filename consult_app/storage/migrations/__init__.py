"""Forward-only schema changes, written without the live tables. ``migrate`` runs them."""
