"""What earlier runs saw: articles, the furniture of sites, and files. One SQLite file, without any text."""

from newsclean.memory.database import open_database
from newsclean.memory.furniture import RememberedFurniture
from newsclean.memory.session import Memory, open_memory

__all__ = ["Memory", "RememberedFurniture", "open_database", "open_memory"]
