"""How many rows of an import stand under each verdict."""

from django.db.models import Count

from wuhan_smes.exchange.choices import Verdict
from wuhan_smes.exchange.models import Import, ImportRow
from wuhan_smes.exchange.querysets import ImportRowQuerySet


def by_verdict(rows: ImportRowQuerySet) -> dict[str, int]:
    """Rows by verdict, counted by the database; verdicts without rows are left out."""
    found = rows.order_by().values("verdict").annotate(n=Count("id"))
    return dict(found.values_list("verdict", "n"))


def recount(import_: Import) -> None:
    """Set `counts`, zeros included; the caller saves."""
    found = by_verdict(ImportRow.objects.filter(of=import_))
    import_.counts = {verdict.value: found.get(verdict, 0) for verdict in Verdict}
