"""What every page on which a visit is written has in common."""

from typing import Any

from django.forms import Form

from measures.models import Measure
from wuhan_smes.access import Access, Capability
from wuhan_smes.errors import ActionRefused, InputRefused


def measures_of(access: Access) -> Any:
    """The measures somebody may have explained."""
    if not access.holds(Capability.MEASURE_VIEW):
        return []
    rows = Measure.objects.within(access.reach(Capability.MEASURE_VIEW))
    return rows.order_by("document_id", "no")


def show(refusal: ActionRefused, form: Form) -> None:
    """Each fault beside its field; one of a part goes to the top, said whole."""
    if not isinstance(refusal, InputRefused):
        form.add_error(None, refusal.message)
        return
    for fault in refusal.faults:
        field = fault.field.split(".")[-1]
        form.add_error(field if field in form.fields else None, fault.detail)
