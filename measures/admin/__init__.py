from measures.admin.pages import ClauseAdmin, MeasureAdmin, PolicyDocumentAdmin
from measures.admin.payments import PastPaymentAdmin

__all__ = ["ClauseAdmin", "MeasureAdmin", "PastPaymentAdmin", "PolicyDocumentAdmin"]
