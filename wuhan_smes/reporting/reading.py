"""Reading what a report says: for who may, and against the version before."""

from wuhan_smes.access import Access, Capability
from wuhan_smes.errors import ActionRefused, NotPermitted
from wuhan_smes.reporting.canonical import sheet_of
from wuhan_smes.reporting.differences import Difference, differences
from wuhan_smes.reporting.models import ReportRun
from wuhan_smes.reporting.sheet import Sheet


def readable(run_id: int, *, access: Access) -> ReportRun:
    """A report with its table. Raises DoesNotExist out of reach, NotPermitted where the person
    reaches less than the table holds.
    """
    reach = access.reach(Capability.REGISTER_EXPORT)
    run = ReportRun.objects.within(reach).select_related("jurisdiction", "job").get(pk=run_id)
    if not run.covered_by(access.reach(Capability(run.capability))):
        raise NotPermitted("您的管理范围已变化，不能再查看该报表")
    return run


def table_of(run: ReportRun) -> Sheet:
    """What the report says. Raises ActionRefused before it is made."""
    if run.body is None:
        raise ActionRefused("报表尚未生成，请稍后再试")
    return sheet_of(bytes(run.body))


def changed(run_id: int, *, access: Access) -> list[Difference]:
    """What this version says otherwise than the one before; nothing for a first one."""
    run = readable(run_id, access=access)
    if run.replaces_id is None:
        return []
    return differences(table_of(readable(run.replaces_id, access=access)), table_of(run))
