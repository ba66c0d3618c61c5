"""What is owed, arranged and paid, as files."""

from typing import Final

from measures.models import (
    Budget,
    Clawback,
    DisbursementBatch,
    DisbursementPaper,
    EntitlementStep,
    LedgerEntry,
    Objection,
    Payment,
    PublicNotice,
)
from wuhan_smes.access import Capability
from wuhan_smes.reporting.lists import ListExport, columns_of

OUT: Final = Capability.REGISTER_EXPORT
BUDGETS: Final = ListExport(
    "budgets",
    "预算",
    columns_of(
        Budget,
        ("programme__title", "兑现项目"),
        "year",
        "level",
        ("jurisdiction__name", "出资单位"),
        "total",
        "committed",
        "document_no",
        "closed_on",
    ),
)
LEDGER: Final = ListExport(
    "ledger",
    "资金台账",
    columns_of(
        LedgerEntry,
        ("budget__programme__title", "兑现项目"),
        ("budget__year", "年度"),
        ("budget__level", "资金层级"),
        ("jurisdiction__name", "出资单位"),
        "move",
        "debit",
        "credit",
        "amount",
        ("payment__order_no", "付款号"),
        "document_no",
        "at",
        "by_name",
    ),
)
BATCHES: Final = ListExport(
    "disbursements",
    "拨付批次",
    columns_of(
        DisbursementBatch,
        "number",
        "title",
        ("jurisdiction__name", "安排单位"),
        "year",
        "state",
        "lines",
        "total",
        "arranged_by_name",
        "arranged_at",
        "document_no",
        "ordered_on",
    ),
)
NOTICES: Final = ListExport(
    "notices",
    "资金公示",
    columns_of(
        PublicNotice,
        ("batch__number", "批次号"),
        ("batch__title", "名称"),
        "shown_from",
        "shown_to",
        "workdays",
        "provisional",
        "discipline_phone",
        "business_phone",
        "published_at",
    ),
)
PAPERS: Final = ListExport(
    "disbursement-papers",
    "批次文件",
    columns_of(
        DisbursementPaper,
        ("batch__number", "批次号"),
        ("batch__title", "名称"),
        "kind",
        "document_no",
        "day",
        "lines",
        "total",
        "digest",
        "made_by_name",
        "made_at",
    ),
)
PAYMENTS: Final = ListExport(
    "payments",
    "付款",
    columns_of(
        Payment,
        "order_no",
        ("entitlement__payee__name", "兑付对象"),
        ("entitlement__programme__title", "兑现项目"),
        ("jurisdiction__name", "管理单位"),
        ("batch__number", "批次号"),
        "level",
        "instalment",
        "amount",
        "state",
        ("account__bank", "开户行"),
        ("account__last_four", "账号后四位"),
        "document_no",
        "proposed_by_name",
        "approved_by_name",
        "released_by_name",
        "released_at",
        "ended_on",
        "return_cause",
    ),
    OUT,
)
OBJECTIONS: Final = ListExport(
    "payment-objections",
    "公示异议",
    columns_of(
        Objection,
        ("entitlement__payee__name", "兑付对象"),
        ("jurisdiction__name", "管理单位"),
        "raised_on",
        "by_whom",
        "text",
        "ticket_no",
        "state",
        "finding",
        "decided_by_name",
    ),
    OUT,
)
STEPS: Final = ListExport(
    "entitlement-steps",
    "兑现步骤",
    columns_of(
        EntitlementStep,
        ("entitlement__payee__name", "兑付对象"),
        ("entitlement__programme__title", "兑现项目"),
        ("jurisdiction__name", "管理单位"),
        "ordinal",
        "move",
        "state_before",
        "state_after",
        "instalment",
        "note",
        "actor_name",
        "at",
    ),
    OUT,
)
CLAWBACKS: Final = ListExport(
    "clawbacks",
    "追回",
    columns_of(
        Clawback,
        ("entitlement__payee__name", "兑付对象"),
        ("jurisdiction__name", "管理单位"),
        "cause",
        "decision_no",
        "decided_on",
        "due_on",
        "principal",
        "interest",
        "received",
        "interest_received",
        "barred_until",
        "state",
    ),
    OUT,
)
