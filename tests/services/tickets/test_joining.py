"""Tickets follow when two rows of the register are found to be one, and come back."""

from enterprises.actions import merges
from enterprises.models import Enterprise
from services.models import Ticket, TicketEnterprise
from tests.factories.accounts import make_access
from tests.factories.enterprises import make_enterprise
from tests.services.tickets.world import NOW, World
from wuhan_smes.scope import bootstrap_scope, scoped


def named_by(ticket: Ticket, *enterprises: Enterprise) -> None:
    with bootstrap_scope():
        for it in enterprises:
            TicketEnterprise.objects.create(
                ticket=ticket, enterprise=it, enterprise_name=it.name, added_at=NOW
            )


def shared_by(ticket: Ticket) -> set[Enterprise]:
    return {row.enterprise for row in TicketEnterprise.objects.filter(ticket=ticket)}


def test_tickets_of_both_rows_stand_together_and_come_apart_again(world: World) -> None:
    into, gone = make_enterprise(unit=world.unit), make_enterprise(unit=world.unit)
    kept, moved = (world.ticket("suspended", enterprise=it) for it in (into, gone))
    city = make_access("bureau_staff")

    with scoped(city):
        merge = merges.merge(gone.pk, access=city, at=NOW, into_id=into.pk, reason="同一主体")
        together = {it.pk: it.enterprise_name for it in Ticket.objects.filter(enterprise=into)}
        merges.undo(merge.pk, access=city, at=NOW, reason="弄错了")

    assert together == {kept.pk: into.name, moved.pk: gone.name}
    assert Ticket.objects.get(pk=moved.pk).enterprise == gone
    assert Ticket.objects.get(pk=kept.pk).enterprise == into


def test_a_common_problem_passes_to_the_kept_row_unless_it_names_that_already(world: World) -> None:
    into, gone = make_enterprise(unit=world.unit), make_enterprise(unit=world.unit)
    ones, both = world.ticket("triaged"), world.ticket("triaged")
    named_by(ones, gone)
    named_by(both, into, gone)
    city = make_access("bureau_staff")

    with scoped(city):
        merge = merges.merge(gone.pk, access=city, at=NOW, into_id=into.pk, reason="同一主体")
        joined = shared_by(ones), shared_by(both)
        merges.undo(merge.pk, access=city, at=NOW, reason="弄错了")

    assert joined == ({into}, {into, gone})
    assert (shared_by(ones), shared_by(both)) == ({gone}, {into, gone})
