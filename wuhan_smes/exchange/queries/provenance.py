"""Where the values of one subject came from."""

from wuhan_smes.access import Access
from wuhan_smes.exchange.models import Provenance
from wuhan_smes.exchange.querysets import ProvenanceQuerySet


def provenance_of(subject_id: int, *, access: Access) -> ProvenanceQuerySet:
    """What imports within reach did to a subject, newest first, each with its import."""
    rows = Provenance.objects.within(access.total_reach()).filter(subject_id=subject_id)
    return rows.select_related("of").order_by("-id")
