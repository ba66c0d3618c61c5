"""The address of a link is its secret: whatever keeps addresses keeps this one without it."""

import logging
import re
from typing import Final

SECRET: Final = re.compile(r"/l/[^/\s?#'\"]+")


def hidden(words: str) -> str:
    """`words` with the secret of every link in them left out."""
    return SECRET.sub("/l/…", words)


class LinksHidden(logging.Filter):
    """Hides secrets in what is logged, whoever logs it: the server names the address of a page
    that broke, and a driver that of a statement.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        words = record.getMessage()
        if "/l/" in words:
            record.msg, record.args = hidden(words), ()
        return True
