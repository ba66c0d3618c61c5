"""The code of a station whose sheet told none: its unit's, and the next number of it."""

import re

from wuhan_smes.accounts.models import Jurisdiction, ServiceStation
from wuhan_smes.in_line import stand_in_line


def next_code(jurisdiction_id: int) -> str:
    """Such as jiangxia-007, after the highest of the unit; numbers are not given twice."""
    unit = Jurisdiction.objects.get(pk=jurisdiction_id)
    head = f"{unit.code}-"
    stand_in_line(f"station {head}")
    of_unit = ServiceStation.objects.filter(jurisdiction_id=jurisdiction_id)
    taken = of_unit.filter(code__regex=rf"^{re.escape(head)}\d{{1,9}}$").values_list("code")
    last = max((int(code.removeprefix(head)) for (code,) in taken), default=0)
    return f"{head}{last + 1:03d}"
