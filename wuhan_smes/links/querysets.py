"""Links are the unit's and the station's whose object they are about."""

from typing import TYPE_CHECKING, Self

from wuhan_smes.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from wuhan_smes.links.models import ActionLink, LinkMiss


class ActionLinkQuerySet(ScopedQuerySet["ActionLink"]):
    jurisdiction_path = "jurisdiction_id"
    station_path = "station_id"

    def about(self, purpose: str, object_id: int) -> Self:
        return self.filter(purpose=purpose, object_id=object_id)

    def waiting(self) -> Self:
        """Those nobody used yet, held: who uses one just now is waited for, and it is none then."""
        unused = self.filter(used_at__isnull=True, revoked_at__isnull=True)
        return unused.select_for_update(of=("self",), no_key=True)

    def for_list(self) -> Self:
        return self.select_related("jurisdiction")

    def locked(self, pk: int) -> "ActionLink":
        """One link, its row held until the transaction ends: of two visitors one waits."""
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)


class LinkMissQuerySet(ScopedQuerySet["LinkMiss"]):
    """Nobody's to read: only the function that counts them does."""
