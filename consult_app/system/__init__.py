"""The machine the program runs on: its clock, folders, files, log and printers."""
