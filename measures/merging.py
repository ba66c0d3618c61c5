"""What becomes of the rows that hang on an enterprise here when it is merged."""

from enterprises.actions.merging.registry import Stays, register
from enterprises.actions.merging.rows import MovedRows
from enterprises.actions.merging.told import ToldRows
from measures.models import IDENTITY, EnterpriseRecord, PastPayment, kinds


def _year(row: PastPayment) -> str:
    """Who may join rows need not be shown what was paid for what."""
    return f"{row.year or (row.paid_on and row.paid_on.year)} 年一笔"


register(
    ToldRows(PastPayment, label="历史兑付", identity=IDENTITY, said=_year),
    Stays(
        ("measures.Payee.enterprise",),
        "兑付对象",
        why="在原名下兑付的留在原名下，核算时与保留方合并计算",
    ),
    *(
        MovedRows(model, label=str(model._meta.verbose_name), once_in=("number",))
        for model in kinds().values()
        if issubclass(model, EnterpriseRecord)
    ),
)
