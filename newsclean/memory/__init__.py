"""What earlier runs saw: articles, the furniture of sites, and files. One SQLite file, without any text."""

from newsclean.memory.database import locked, open_database
from newsclean.memory.journal import recover
from newsclean.memory.session import Memory, open_memory

__all__ = ["Memory", "locked", "open_database", "open_memory", "recover"]
