"""Gunicorn's log without what people ask and without their address."""

from typing import Any

from gunicorn.glogging import Logger

from webapp.security import loggable


class ServerLog(Logger):  # type: ignore[misc]
    """Leaves the URL and the IP address out of gunicorn's own messages, and keys of links out of the access log."""

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Log an error that escaped the application, without the URL that caused it."""
        if msg.startswith("Error handling request"):
            super().exception("Error handling a request")
        else:
            super().exception(msg, *args, **kwargs)

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> dict[str, Any]:
        """Give the facts of a request for the access log; a key in its path is left out."""
        facts: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        return facts | {"U": loggable(str(facts["U"]))}

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Log a request that is no HTTP, without the address it came from."""
        if msg.startswith("Invalid request from ip"):
            super().warning("Invalid request")
        else:
            super().warning(msg, *args, **kwargs)
