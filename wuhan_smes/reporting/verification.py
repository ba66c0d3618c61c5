"""Whether a file is the one that bears a number. Anybody signed in may ask, with the file."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection

from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.reporting.choices import ReportLayout

NUMBER: Final = re.compile(r"^表?[〔\[（(【]?(\d{4})[〕\]）)】]?第?(\d{1,6})号?$")
DIGEST: Final = re.compile(r"[0-9a-f]{64}")
ASK: Final = "SELECT * FROM report_bearing(%s, %s, %s)"
CANONICAL: Final = "canonical"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The report that bears the number and has this fingerprint. `matches` is the layout of the
    file, `canonical` for the table itself; `is_intact`: what is kept still has its fingerprint.
    """

    title: str
    unit: str
    version: int
    made_at: datetime
    sealed_at: datetime | None
    sha256: str
    matches: str
    is_intact: bool

    @property
    def matched(self) -> str:
        """What was compared, in people's words."""
        return "报表内容" if self.matches == CANONICAL else ReportLayout(self.matches).label


def verified(number: str, digest: str) -> Verdict | None:
    """None where no such report has this fingerprint: another file, or one that was changed.

    Raises InputRefused for what is no number or no fingerprint.
    """
    parts = NUMBER.match("".join(number.split()))
    if parts is None:
        raise InputRefused(
            Fault("number", "invalid", f"“{number}”不是编号，应形如 表〔2026〕000123")
        )
    if not DIGEST.fullmatch(digest):
        raise InputRefused(Fault("sha256", "invalid", "指纹应为 64 位小写十六进制"))
    with connection.cursor() as cursor:
        cursor.execute(ASK, [int(parts[1]), int(parts[2]), digest])
        row = cursor.fetchone()
    return Verdict(*row) if row else None


def digest_of(pieces: Iterable[bytes]) -> str:
    """The fingerprint of a file as it is handed in."""
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()
