"""Reusable controls. They take plain data and know nothing of consultations."""
