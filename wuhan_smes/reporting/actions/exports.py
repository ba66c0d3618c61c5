"""Having a long list made into a file in the background, and fetching it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from wuhan_smes.access import Access, Capability
from wuhan_smes.errors import ActionRefused
from wuhan_smes.files.models import StoredFile
from wuhan_smes.jobs.outbox import enqueue
from wuhan_smes.reporting import log
from wuhan_smes.reporting.models import Export
from wuhan_smes.reporting.run import require_layout, taken_of
from wuhan_smes.reporting.sources import find, words_of

MOST_AT_ONCE: Final = 5


@transaction.atomic
def order(
    list_name: str, *, access: Access, at: datetime, words: Mapping[str, Any], layout: str
) -> Export:
    """Have a list made into a file. Its filter is checked now, its rows are those of then.

    Raises InputRefused for an unknown list, word or layout, NotPermitted without the right.
    """
    require_layout(layout)
    listed = find(list_name).listed(words_of(words), access)
    export = log.begun(taken_of(listed, layout), access=access, at=at)
    if Export.objects.owned_by(access).being_made().count() >= MOST_AT_ONCE:
        raise ActionRefused(f"您已有 {MOST_AT_ONCE} 个导出正在生成，请等其中一个完成后再提交")
    export.job = enqueue(
        "reporting.export",
        {"export_id": export.pk},
        access=access,
        capability=listed.export.capability,
        title=f"导出{listed.export.title}（{export.number}）",
    )
    export.save(update_fields=["job"])
    log.told(export, access=access, at=at, kind="export.ordered")
    return export


@transaction.atomic
def fetch(export_id: int, *, access: Access, at: datetime) -> StoredFile:
    """The file of one's own export, while it is kept and one may still see what it holds."""
    export = Export.objects.owned_by(access).locked(export_id)
    if export.expires_at is not None and export.expires_at <= at:
        raise ActionRefused("该文件已过期，请重新导出")
    if export.stored is None:
        raise ActionRefused("文件尚未生成，请稍后再试")
    if export.capability:
        reach = access.reach(Capability(export.capability))
    else:
        reach = access.total_reach()
    if not export.covered_by(reach):
        raise ActionRefused("您的管理范围已变化，不能再下载该文件，请重新导出")
    log.told(export, access=access, at=at, kind="export.fetched")
    return export.stored
