"""Content of a clinic: protocol folders, patient wording, clinic profiles, product names and written dates."""
