"""Routes of tickets as a file."""

from typing import Final

from django.db.models import Value
from django.db.models.functions import Coalesce

from services.models import TicketRoute
from wuhan_smes.reporting.expressions import last_day
from wuhan_smes.reporting.lists import ListExport, Shown, columns_of

ROUTES: Final = ListExport(
    "ticket-routes",
    "分办规则",
    columns_of(
        TicketRoute,
        "category",
        Shown("管理单位", Coalesce("jurisdiction__name", Value("全市")), width=20),
        ("agency__name", "主办单位"),
        "effective_from",
        Shown("停用前最后一日", last_day("effective_until"), "date", 16),
        "source",
    ),
)
