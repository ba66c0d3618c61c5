from measures.admin.pages import ClauseAdmin, MeasureAdmin, PolicyDocumentAdmin

__all__ = ["ClauseAdmin", "MeasureAdmin", "PolicyDocumentAdmin"]
