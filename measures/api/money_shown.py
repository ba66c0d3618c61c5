"""How what is owed, arranged and paid is shown. Of an account: holder, bank, the last four."""

from rest_framework import serializers

from measures.models import (
    Budget,
    Clawback,
    DisbursementBatch,
    DisbursementPaper,
    EntitlementStep,
    LedgerEntry,
    Objection,
    PaidDoubt,
    PayeeAccount,
    Payment,
    PublicNotice,
)
from wuhan_smes.web.serializers import ProductModelSerializer, UnitSerializer


class StepSerializer(ProductModelSerializer):
    class Meta:
        model = EntitlementStep
        fields = [
            "ordinal",
            "move",
            "state_before",
            "state_after",
            "instalment",
            "note",
            "facts",
            "actor_name",
            "at",
        ]


class BudgetSerializer(ProductModelSerializer):
    programme_title = serializers.CharField(source="programme.title")
    jurisdiction = UnitSerializer()

    class Meta:
        model = Budget
        fields = [
            "id",
            "programme",
            "programme_title",
            "year",
            "level",
            "jurisdiction",
            "total",
            "committed",
            "document_no",
            "closed_on",
            "version",
        ]


class LedgerEntrySerializer(ProductModelSerializer):
    order_no = serializers.CharField(source="payment.order_no", default=None)

    class Meta:
        model = LedgerEntry
        fields = [
            "id",
            "budget",
            "move",
            "debit",
            "credit",
            "amount",
            "payment",
            "order_no",
            "document_no",
            "at",
            "by_name",
        ]


class NoticeSerializer(ProductModelSerializer):
    batch_number = serializers.CharField(source="batch.number")

    class Meta:
        model = PublicNotice
        fields = [
            "id",
            "batch",
            "batch_number",
            "shown_from",
            "shown_to",
            "workdays",
            "provisional",
            "discipline_phone",
            "business_phone",
            "published_by_name",
            "published_at",
        ]


class DisbursementSerializer(ProductModelSerializer):
    jurisdiction = UnitSerializer()

    class Meta:
        model = DisbursementBatch
        fields = [
            "id",
            "number",
            "title",
            "jurisdiction",
            "year",
            "state",
            "lines",
            "total",
            "arranged_by_name",
            "arranged_at",
            "document_no",
            "ordered_on",
            "version",
        ]


class AccountSerializer(ProductModelSerializer):
    class Meta:
        model = PayeeAccount
        fields = ["id", "holder", "bank", "last_four", "via", "signed_name", "confirmed_at"]


class PaymentSerializer(ProductModelSerializer):
    """One sum. `digest` is what an approver approves; send it back as `seen`."""

    payee_name = serializers.CharField(source="entitlement.payee.name")
    batch_number = serializers.CharField(source="batch.number")
    jurisdiction = UnitSerializer()
    account = AccountSerializer(allow_null=True)

    class Meta:
        model = Payment
        fields = [
            "id",
            "order_no",
            "entitlement",
            "payee_name",
            "jurisdiction",
            "batch",
            "batch_number",
            "budget",
            "level",
            "instalment",
            "amount",
            "state",
            "account",
            "digest",
            "document_no",
            "proposed_by_name",
            "approved_by_name",
            "approved_at",
            "released_by_name",
            "released_at",
            "ended_on",
            "return_cause",
            "replaces",
            "version",
        ]


class DisbursementPaperSerializer(ProductModelSerializer):
    """A notice or an order as it went out; `canonical` is what `digest` is the SHA-256 of."""

    batch_number = serializers.CharField(source="batch.number")

    class Meta:
        model = DisbursementPaper
        fields = [
            "id",
            "batch",
            "batch_number",
            "kind",
            "document_no",
            "day",
            "lines",
            "total",
            "canonical",
            "digest",
            "made_by_name",
            "made_at",
        ]


class PaymentObjectionSerializer(ProductModelSerializer):
    class Meta:
        model = Objection
        fields = [
            "id",
            "entitlement",
            "notice",
            "raised_on",
            "by_whom",
            "text",
            "ticket_no",
            "state",
            "finding",
            "decided_by_name",
            "decided_at",
        ]


class ClawbackSerializer(ProductModelSerializer):
    class Meta:
        model = Clawback
        fields = [
            "id",
            "entitlement",
            "cause",
            "decision_no",
            "decided_on",
            "due_on",
            "principal",
            "interest_percent",
            "interest",
            "received",
            "interest_received",
            "barred_until",
            "state",
            "version",
        ]


class PaidDoubtSerializer(ProductModelSerializer):
    payee = serializers.CharField(source="entitlement.payee.name")
    programme = serializers.CharField(source="entitlement.programme.title")

    class Meta:
        model = PaidDoubt
        fields = [
            "id",
            "entitlement",
            "payee",
            "programme",
            "reason",
            "judged_on",
            "owed",
            "principal",
            "found_at",
            "state",
            "note",
            "closed_by_name",
            "closed_at",
            "version",
        ]
