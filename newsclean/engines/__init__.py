"""Where the work is done: the processes of this machine."""

from newsclean.engines.local import map_documents

__all__ = ["map_documents"]
