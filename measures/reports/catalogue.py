"""Documents, measures and clauses as files."""

from typing import Final

from django.db.models import Count, OuterRef

from measures.choices import AgencyRole
from measures.models import Clause, Measure, MeasureAgency, PastPayment, PolicyDocument
from wuhan_smes.access import Capability
from wuhan_smes.reporting.expressions import each, last_day
from wuhan_smes.reporting.lists import ListExport, Shown, Viewing, columns_of


def _named(role: AgencyRole) -> Shown:
    """The units of a role as the measure writes them, in its order."""

    def units(viewing: Viewing) -> object:
        duties = MeasureAgency.objects.filter(measure=OuterRef("pk"), role=role)
        return each(duties.order_by("line", "position", "agency_id").values_list("written"))

    return Shown(f"{role.label}单位", units, width=30)


MEASURES: Final = ListExport(
    "measures",
    "政策措施",
    columns_of(
        Measure,
        ("document__title", "文件"),
        "no",
        "title",
        "theme",
        "summary",
        _named(AgencyRole.LEAD),
        _named(AgencyRole.CO),
        Shown("条款数", Count("clauses", distinct=True), "count", 8),
        "note",
        "flags",
    ),
)

DOCUMENTS: Final = ListExport(
    "documents",
    "政策文件",
    columns_of(
        PolicyDocument,
        "code",
        "number",
        "title",
        "level",
        "kind",
        "status",
        "issuer",
        "issued_on",
        "issued_note",
        "effective_from",
        Shown("施行至", last_day("effective_until"), "date", 12),
        "note",
        "flags",
        "source",
    ),
)

CLAUSES: Final = ListExport(
    "clauses",
    "措施条款",
    columns_of(
        Clause,
        ("measure__no", "措施序号"),
        ("measure__title", "措施"),
        "code",
        "kind",
        "effect",
        "title",
        "condition",
        "basis",
        "amount",
        "amount_status",
        "amount_reference",
        "value",
        "unit",
        "comparison",
        "due_on",
        "flags",
    ),
)

PAST_PAYMENTS: Final = ListExport(
    "past-payments",
    "历史兑付",
    columns_of(
        PastPayment,
        ("enterprise__name", "企业名称"),
        ("enterprise__uscc", "统一社会信用代码"),
        ("jurisdiction__name", "管理单位"),
        "programme",
        "matter",
        "policy_basis",
        "level",
        ("amount", "奖补金额（元）"),
        "amount_city",
        "amount_district",
        "paid_on",
        "year",
        "document_no",
        "note",
        "source",
        "recorded_at",
    ),
    Capability.REGISTER_EXPORT,
)
