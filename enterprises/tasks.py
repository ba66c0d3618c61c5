"""Work on the register that takes its time."""

from django.utils import timezone

from enterprises.actions import duplicates
from wuhan_smes.jobs.running import LeasedJob, leased_task


@leased_task("enterprises.find_duplicates", title="查找重复企业")
def find_duplicates(job: LeasedJob, **_: object) -> dict[str, int]:
    """Everything the person may edit, in one statement; safe to run again."""
    found = duplicates.find(access=job.access, at=timezone.now())
    message = f"疑似重复 {found.alike} 组，其中新发现 {found.new} 组"
    job.progress(found.alike, found.alike, message)
    return {"alike": found.alike, "new": found.new, "gone": found.gone}
