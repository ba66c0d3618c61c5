"""The book of support money among what is looked at each night."""

from measures.queries.book_check import findings
from wuhan_smes.soundness import Check, register

register(Check("ledger", "资金台账", findings, "请停止拨付，保护现场，并联系财政与审计人员"))
