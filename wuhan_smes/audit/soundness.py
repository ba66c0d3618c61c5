"""The trail among what is looked at each night."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from wuhan_smes.audit.verification import findings
from wuhan_smes.soundness import Check, Finding, register


def _anchored() -> list[str]:
    """The seals kept outside, where the installation keeps any."""
    anchor = Path(settings.AUDIT_ANCHOR) if settings.AUDIT_ANCHOR else None
    return anchor.read_text().splitlines() if anchor and anchor.is_file() else []


def _look() -> Iterator[Finding]:
    return findings(_anchored())


register(Check("audit", "操作留痕", _look, "请保护现场，停止改动，并联系审计管理员"))
