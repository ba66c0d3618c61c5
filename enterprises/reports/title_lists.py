"""Lists about titles as files: titles, batches, their candidates, and what ends soon."""

from typing import Final

from django.db.models import F, Func, IntegerField

from enterprises.models import BatchCandidate, FormerTitle, Recognition, RecognitionBatch
from enterprises.queries.radar import DUE, PENDING, RENEWED
from enterprises.reports.enterprise_lists import OF_ENTERPRISE, TAKES_OUT
from wuhan_smes.reporting.expressions import first_day_of, label_of, last_day, last_day_of
from wuhan_smes.reporting.lists import ListExport, Shown, Viewing, columns_of

REVIEWS: Final = ((DUE, "应复核"), (PENDING, "复核中，仍有效"), (RENEWED, "已接续"))
VALID_TO: Final = Shown("有效期至", last_day("valid_until"), "date", 12)
IN_FORCE_TO: Final = Shown("实际有效至", last_day_of("in_force"), "date", 12)

TITLES: Final = ListExport(
    "recognitions",
    "称号名单",
    columns_of(
        Recognition,
        ("series", "称号编号"),
        *OF_ENTERPRISE,
        ("tier", "称号"),
        "subclass",
        "recogniser_level",
        ("batch__name", "批次"),
        ("batch__year", "认定年度"),
        ("batch__recogniser", "认定机关"),
        ("document_no", "公告文号"),
        "certificate_no",
        "announced_on",
        "valid_from",
        VALID_TO,
        IN_FORCE_TO,
        Shown("延长至", last_day("extended_until"), "date", 12),
        "review_pending",
        "withdrawn_on",
        "withdrawal_cause",
        ("outcome", "认定结果"),
        "source",
    ),
    TAKES_OUT,
)


def _days_left(viewing: Viewing) -> Func:
    """Days until the last one."""
    shown = f"((upper(%(expressions)s) - 1) - DATE '{viewing.day.isoformat()}')"
    return Func(F("in_force"), template=shown, output_field=IntegerField())


RADAR: Final = ListExport(
    "radar",
    "到期预警",
    columns_of(
        Recognition,
        *OF_ENTERPRISE,
        ("tier", "称号"),
        "subclass",
        ("batch__name", "批次"),
        "document_no",
        "valid_from",
        Shown("有效期至", last_day_of("in_force"), "date", 12),
        Shown("剩余天数（天）", _days_left, "count", 14),
        Shown("复核", label_of("review", REVIEWS), "word", 16),
    ),
    TAKES_OUT,
)

BATCHES: Final = ListExport(
    "batches",
    "认定与复核批次",
    columns_of(
        RecognitionBatch,
        ("id", "编号"),
        "name",
        "tier",
        "kind",
        "recogniser_level",
        "recogniser",
        "ordinal",
        "year",
        "document_no",
        "stage",
        "announced_on",
        "valid_from",
        VALID_TO,
        "source",
    ),
)

CANDIDATES: Final = ListExport(
    "candidates",
    "批次名单",
    columns_of(
        BatchCandidate,
        ("batch__name", "批次"),
        *OF_ENTERPRISE,
        "state",
        "note",
        "changed_at",
    ),
    TAKES_OUT,
)

FORMER_TITLES: Final = ListExport(
    "former-titles",
    "曾由本单位管理的企业名单",
    columns_of(
        FormerTitle,
        "name",
        "masked_uscc",
        ("tier", "称号"),
        "subclass",
        ("unit__name", "当时管理单位"),
        Shown("在本单位期间有效起", first_day_of("held"), "date", 12),
        Shown("在本单位期间有效至", last_day_of("held"), "date", 12),
        "left_on",
    ),
    TAKES_OUT,
)
