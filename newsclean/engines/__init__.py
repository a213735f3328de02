"""Where the work is done: the processes of this machine."""

from newsclean.engines.limits import TIME_LIMIT, OvertimeError, limit_time
from newsclean.engines.local import map_documents

__all__ = ["TIME_LIMIT", "OvertimeError", "limit_time", "map_documents"]
