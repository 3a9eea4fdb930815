"""Start the consultation assistant: the same program as the installed command ``consult``."""

from consult_app.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
