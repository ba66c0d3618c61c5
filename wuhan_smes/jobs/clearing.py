"""Work that is over, and that nothing tells of any more."""

from datetime import datetime, timedelta
from functools import reduce
from operator import and_
from typing import Final

from django.db import transaction
from django.db.models import Exists, ManyToOneRel, OuterRef, Q

from wuhan_smes.jobs.models import LAST_STATES, Job

KEPT_FOR: Final = timedelta(days=90)
AT_ONCE: Final = 5000


@transaction.atomic
def clear_finished(*, at: datetime) -> int:
    """Remove what ended long ago, the oldest first; returns how much went. What an export, a report
    or an import still names stays as long as they do.
    """
    over = Job.objects.filter(state__in=LAST_STATES, finished_at__lt=at - KEPT_FOR)
    oldest = list(
        over.filter(_named_by_nothing()).order_by("id").values_list("pk", flat=True)[:AT_ONCE]
    )
    return Job.objects.filter(pk__in=oldest).delete()[0]


def _named_by_nothing() -> Q:
    """Whoever keeps a key to a job is asked, also those this app does not know."""
    keys = [
        it
        for it in Job._meta.get_fields(include_hidden=True)
        if isinstance(it, ManyToOneRel) and it.one_to_many
    ]
    return reduce(
        and_,
        (
            Q(~Exists(key.field.model._base_manager.filter(**{key.field.name: OuterRef("pk")})))
            for key in keys
        ),
        Q(),
    )
