"""Log lines as JSON, one object a line, for whatever collects them."""

import logging
from collections.abc import MutableMapping
from typing import Any, Final

import structlog
from structlog.typing import Processor

from wuhan_smes.audit import trail


def _request(_: Any, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The number the answer carries as X-Request-ID: what a user reads out finds the lines."""
    origin = trail.origin.get()
    if origin.request_id:
        line["request_id"] = origin.request_id
    return line


STEPS: Final[list[Processor]] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(allow=()),
    structlog.processors.TimeStamper(fmt="iso"),
    structlog.processors.format_exc_info,
    _request,
]


def as_json() -> logging.Formatter:
    """The formatter that `LOG_FORMAT=json` puts behind every logger."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=STEPS,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
