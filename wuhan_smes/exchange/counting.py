"""How many rows of an import stand under each verdict."""

from django.db.models import Count

from wuhan_smes.exchange.choices import Verdict
from wuhan_smes.exchange.models import Import, ImportRow


def recount(import_: Import) -> None:
    """Set `counts`, zeros included; the caller saves."""
    rows = ImportRow.objects.filter(of=import_).order_by().values("verdict")
    found = dict(rows.annotate(n=Count("id")).values_list("verdict", "n"))
    import_.counts = {verdict.value: found.get(verdict, 0) for verdict in Verdict}
