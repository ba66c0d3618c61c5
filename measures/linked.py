"""What whoever is paid does without an account: say to which account the money is to go."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django import forms

from measures.actions.flow.confirming import confirm
from measures.choices import ConfirmedVia, EntitlementState, PaymentState
from measures.models import Entitlement, Payment
from measures.rules.payments import yuan
from wuhan_smes.access import Access, Capability
from wuhan_smes.errors import ActionRefused
from wuhan_smes.links.promises import Promise
from wuhan_smes.links.purposes import Purpose, Subject, purposes

DUE: Final = frozenset({EntitlementState.ORDERED, EntitlementState.RETURNED})
ACCOUNT_PROMISE: Final = Promise(
    version=1,
    text="本人受{enterprise}委托，确认接受“{title}”（{number}）资金{amount}元，所填开户行、户名、账号"
    "真实有效且为本单位账户；本单位符合享受条件，所提供材料真实。如有不实，愿退回资金并承担相应责任。",
)


class AccountQuestion(forms.Form):
    """收款账户：户名须与企业名称一致。"""

    holder = forms.CharField(label="户名（与企业名称一致）", max_length=200)
    bank = forms.CharField(label="开户行（写到支行）", max_length=120)
    number = forms.CharField(
        label="账号",
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


def line_of(object_id: int, access: Access) -> Subject:
    """A line that was ordered, or whose payment came back. Raises DoesNotExist out of reach."""
    reach = access.reach(Capability.PAYMENT_CONFIRM)
    rows = Entitlement.objects.within(reach).select_related("payee", "programme")
    line = rows.get(pk=object_id)
    if line.state not in DUE:
        raise ActionRefused("下达之后、拨付之前才能请企业确认收款账户")
    open_ones = Payment.objects.filter(entitlement=line, state=PaymentState.RESERVED)
    amount = sum(open_ones.values_list("amount", flat=True), Decimal(0))
    terms = {"enterprise": line.payee.name, "amount": yuan(amount)}
    return Subject(line.jurisdiction_id, f"兑现{line.pk}", line.programme.title, terms=terms)


def confirm_account(object_id: int, access: Access, at: datetime, words: Mapping[str, Any]) -> str:
    """The account in the words of who is paid; the promise he signed stays with the link."""
    account = confirm(
        object_id,
        access=access,
        at=at,
        holder=words["holder"],
        bank=words["bank"],
        number=words["number"],
        signed_name=words["signed_name"],
        via=ConfirmedVia.LINK,
    )
    return f"已收到您的确认，收款账户尾号 {account.last_four}。资金拨付后请留意到账。"


purposes.add(
    Purpose(
        code="payee_account",
        label="收款账户确认",
        issued_by=Capability.PAYMENT_CONFIRM,
        capabilities=frozenset({Capability.PAYMENT_CONFIRM}),
        question=AccountQuestion,
        subject=line_of,
        act=confirm_account,
        days=15,
        promise=ACCOUNT_PROMISE,
    )
)
