"""What an account must say before money goes to it."""

import re
from decimal import Decimal
from hashlib import sha256
from typing import Final

from wuhan_smes.errors import Fault, InputRefused

DIGITS: Final = re.compile(r"[0-9]{8,30}")
ALIKE: Final = str.maketrans({"（": "(", "）": ")", " ": None})
GAPS: Final = str.maketrans("０１２３４５６７８９", "0123456789", " -\u3000\u00a0")


def number_of(text: str) -> str:
    """The digits of an account, without the gaps people write; refuses what is none."""
    digits = text.translate(GAPS)
    if not DIGITS.fullmatch(digits):
        raise InputRefused(Fault("number", "invalid", "账号应为 8 至 30 位数字"))
    return digits


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same; brackets are written in two ways."""
    return one.translate(ALIKE) == other.translate(ALIKE)


def require_account(holder: str, bank: str, payee: str) -> None:
    """Refuses an account that is not in the name of who is paid (户名与企业名称一致)."""
    faults = []
    if not same_name(holder, payee):
        faults.append(Fault("holder", "another_name", f"户名应与“{payee}”一致"))
    if not bank.strip():
        faults.append(Fault("bank", "required", "请填写开户行"))
    if faults:
        raise InputRefused(*faults)


def masked(last_four: str) -> str:
    return f"**** {last_four}"


def digest(order_no: str, payee_id: int, account_id: int, amount: Decimal) -> str:
    """What an approver approves: whom, to which account, how much, under which number.

    The database reckons the same (measures_payment_digest).
    """
    return sha256(f"{order_no}|{payee_id}|{account_id}|{amount:.2f}".encode()).hexdigest()
