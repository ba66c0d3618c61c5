"""企业确认: to which account the money goes, said by who is paid, or on paper for him."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from measures.actions.flow.arranging import free, require_none_sent
from measures.actions.flow.moving import held, said, take
from measures.choices import ConfirmedVia, FlowMove, PaymentState
from measures.models import Entitlement, PayeeAccount, Payment
from measures.rules import accounts as rules
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.ciphers import ring
from wuhan_smes.errors import ActionRefused, Fault, InputRefused
from wuhan_smes.files.models import StoredFile
from wuhan_smes.files.storing import store


@transaction.atomic
def confirm(
    entitlement_id: int,
    *,
    access: Access,
    at: datetime,
    holder: str,
    bank: str,
    number: str,
    signed_name: str,
    scan_name: str = "",
    scan_type: str = "",
    scan: Iterable[bytes] = (),
    via: str = ConfirmedVia.UNIT,
) -> PayeeAccount:
    """Bind an account to what was ordered for a line: from here on payee, account and amount of
    its payments are frozen. The name must be the payee's; on paper, the scan is kept beside it.
    """
    signed = said("signed_name", signed_name, "请填写承诺人姓名")[:60]
    (line,) = held([entitlement_id], FlowMove.CONFIRM, access)
    rules.require_account(holder, bank, line.payee.name)
    digits = rules.number_of(number)
    reference = uuid4()
    account = PayeeAccount.objects.create(
        entitlement=line,
        jurisdiction_id=line.jurisdiction_id,
        reference=reference,
        holder=holder.strip()[:200],
        bank=bank.strip()[:120],
        number=ring().enciphered(digits, about(reference)),
        last_four=digits[-4:],
        number_index=ring().index_of(digits),
        via=via,
        signed_name=signed,
        scan=_scan(line, via, scan_name, scan_type, scan, access, at),
        confirmed_at=at,
        by_name=access.actor_name,
    )
    rows = list(
        Payment.objects.filter(entitlement=line, state=PaymentState.RESERVED)
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    )
    if not rows:
        raise ActionRefused("没有待确认的付款")
    for row in rows:
        row.account, row.state = account, PaymentState.SUBMITTED
        row.digest = rules.digest(row.order_no, line.payee_id, account.pk, row.amount)
        row.version += 1
    Payment.objects.bulk_update(rows, ["account", "state", "digest", "version"])
    facts = {"account": rules.masked(account.last_four), "bank": account.bank, "via": via}
    take([line], FlowMove.CONFIRM, access, at, facts=lambda _: facts)
    return account


@transaction.atomic
def decline(
    ids: Collection[int], *, access: Access, at: datetime, reason: str
) -> list[Entitlement]:
    """Whoever is owed it does not want it: nothing is paid, the reserve is free again."""
    why = said("reason", reason, "请写明放弃的说明")
    lines = held(ids, FlowMove.DECLINE, access)
    require_none_sent(lines, (PaymentState.RELEASED,), "登记放弃")
    free(lines, access, at)
    take(lines, FlowMove.DECLINE, access, at, why)
    return lines


@transaction.atomic
def reveal(account_id: int, *, access: Access, at: datetime, reason: str) -> str:
    """The whole number of an account, for a reason that stays in the trail."""
    why = said("reason", reason, "请写明查看完整账号的事由")
    account = PayeeAccount.objects.within(access.reach(Capability.ACCOUNT_REVEAL)).get(
        pk=account_id
    )
    changes = {"reason": why, "account": rules.masked(account.last_four)}
    trail.record("payee_account.reveal", account, access=access, at=at, changes=changes)
    return ring().deciphered(account.number, about(account.reference))


@transaction.atomic
def encipher_anew(ids: Collection[int], *, access: Access, at: datetime) -> int:
    """Turn accounts to the key in use; how many were under another. For whoever keeps the keys."""
    if not access.reach(Capability.ACCOUNT_REVEAL).everywhere:
        raise ActionRefused("更换密钥须由市级办理")
    keys = ring()
    head = f"v1:{keys.current}:"
    rows = list(
        PayeeAccount.objects.filter(pk__in=ids)
        .exclude(number__startswith=head)
        .select_for_update()
        .order_by("pk")
    )
    for row in rows:
        digits = keys.deciphered(row.number, about(row.reference))
        row.number = keys.enciphered(digits, about(row.reference))
        row.number_index = keys.index_of(digits)
    PayeeAccount.objects.bulk_update(rows, ["number", "number_index"])
    entries = [(row, {"key": keys.current}) for row in rows]
    trail.record_set("payee_account.encipher", entries, access=access, at=at)
    return len(rows)


def about(reference: object) -> str:
    """What the words of an account are bound to."""
    return f"payee account {reference}"


def _scan(
    line: Entitlement,
    via: str,
    name: str,
    media_type: str,
    pieces: Iterable[bytes],
    access: Access,
    at: datetime,
) -> StoredFile | None:
    if via != ConfirmedVia.UNIT:
        return None
    file = store(
        name, media_type, pieces, access=access, at=at, jurisdiction_id=line.jurisdiction_id
    )
    if not file.size:
        raise InputRefused(Fault("scan", "required", "请上传企业签字的确认材料"))
    return file
