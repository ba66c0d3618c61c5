"""The words for the states of tickets, and what their figures contain, as files."""

from typing import Final

from services.models import TicketBasis, TicketLabel
from wuhan_smes.reporting.lists import ListExport, columns_of

LABELS: Final = ListExport(
    "ticket-labels", "工单状态名称", columns_of(TicketLabel, "state", "label", "hint")
)
BASES: Final = ListExport(
    "ticket-bases",
    "工单统计口径",
    columns_of(TicketBasis, "code", "problems_within_appeals", "note"),
)
