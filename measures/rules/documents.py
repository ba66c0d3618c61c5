"""When a document that was a draft may come into force, and what becomes of what it repeals."""

from collections.abc import Iterable
from datetime import date

from measures.choices import DocumentStatus
from wuhan_smes.errors import ActionRefused, Fault, InputRefused


def require_draft(status: str) -> None:
    if status != DocumentStatus.DRAFT:
        raise ActionRefused(f"“{DocumentStatus(status).label}”的文件不能办理施行")


def require_dates(issued_on: date, effective_from: date, effective_until: date | None) -> None:
    if effective_from < issued_on:
        raise InputRefused(Fault("effective_from", "too_early", "施行日期不能早于发文日期"))
    if effective_until is not None and effective_until <= effective_from:
        raise InputRefused(Fault("effective_from", "after_the_end", "施行日期应早于失效日期"))


def require_all_ready(unready: Iterable[tuple[str, str]]) -> None:
    """Refuses while a programme under the document cannot be paid; says which, and why."""
    found = [f"“{title}”：{why}" for title, why in unready]
    if found:
        more = f"等 {len(found)} 个项目" if len(found) > 3 else ""
        raise ActionRefused(f"文件下的项目还不能施行——{'；'.join(found[:3])}{more}")
