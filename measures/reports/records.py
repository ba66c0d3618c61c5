"""Each kind of record as a file, headed as its import knows the columns."""

from functools import cache

from measures.models import EnterpriseRecord, Record
from wuhan_smes.reporting.lists import ListExport, columns_of


@cache
def export_of(model: type[Record]) -> ListExport:
    """The list of a kind: whose it is, what is said of it, where it comes from."""
    enterprise = ("enterprise_name", "enterprise_uscc")
    return ListExport(
        f"records-{model.told.code}",
        str(model._meta.verbose_name),
        columns_of(
            model,
            *(enterprise if issubclass(model, EnterpriseRecord) else ()),
            ("jurisdiction__name", "管理单位"),
            *(column.name for column in model.columns()),
            "source",
            "recorded_at",
            "recorded_by_name",
        ),
    )
