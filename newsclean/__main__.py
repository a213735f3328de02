"""`python -m newsclean`."""

from newsclean.cli import app

app(prog_name="newsclean")
