"""The clinic file: patients, drafts, finished plans and issued sheets in one SQLite database.

``clinic_file.open_clinic_file`` is the door. Nothing is imported here, so that a start can paint before it pays for
sqlmodel and pydantic.
"""
