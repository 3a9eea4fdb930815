"""The desk: Qt windows and widgets. Nothing here knows SQL, PDF or file formats."""
