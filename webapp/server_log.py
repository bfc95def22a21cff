"""Gunicorn's log without what people ask and without their address."""

from typing import Any

from gunicorn.glogging import Logger


class ServerLog(Logger):  # type: ignore[misc]
    """Leaves the URL and the IP address out of gunicorn's own messages about failed requests."""

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Log an error that escaped the application, without the URL that caused it."""
        if msg.startswith("Error handling request"):
            super().exception("Error handling a request")
        else:
            super().exception(msg, *args, **kwargs)

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Log a request that is no HTTP, without the address it came from."""
        if msg.startswith("Invalid request from ip"):
            super().warning("Invalid request")
        else:
            super().warning(msg, *args, **kwargs)
