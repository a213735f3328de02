"""What can go wrong in a way that the caller can mend."""


class NewscleanError(Exception):
    """Base of every error that newsclean raises on purpose; its text is a sentence for the user."""


class UsageError(NewscleanError):
    """The call itself is off: an unknown option value, an input that is named but not there at all."""


class ReadError(NewscleanError):
    """One input can't be read; the text says why, without its name (the caller adds that)."""


class WriteError(NewscleanError):
    """The output can't be written: no such folder, no space, no permission."""


class EngineError(NewscleanError):
    """The processes that share the work can't go on."""
