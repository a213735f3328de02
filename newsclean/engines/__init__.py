"""Where the work is done: the processes of this machine."""

from newsclean.engines.apart import APART_LIMIT, DeathError, run_apart
from newsclean.engines.limits import TIME_LIMIT, OvertimeError, limit_time
from newsclean.engines.local import count_cores, map_documents

__all__ = [
    "APART_LIMIT",
    "TIME_LIMIT",
    "DeathError",
    "OvertimeError",
    "count_cores",
    "limit_time",
    "map_documents",
    "run_apart",
]
