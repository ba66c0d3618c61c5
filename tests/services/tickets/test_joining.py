"""Tickets follow when two rows of the register are found to be one, and come back."""

from enterprises.actions import merges
from enterprises.models import Enterprise
from services.models import Ticket, TicketEnterprise, TicketStep
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


def holder_of(ticket: Ticket) -> tuple[str, int | None]:
    row = Ticket.objects.get(pk=ticket.pk)
    return row.holder_kind, row.holder_id


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


def test_who_is_waited_for_is_the_kept_row_and_after_coming_apart_the_old_one_again(
    world: World,
) -> None:
    into, gone = make_enterprise(unit=world.unit), make_enterprise(unit=world.unit)
    ticket = world.ticket("suspended", enterprise=gone)
    city = make_access("bureau_staff")

    with scoped(city):
        merge = merges.merge(gone.pk, access=city, at=NOW, into_id=into.pk, reason="同一主体")
        joined = holder_of(ticket)
        merges.undo(merge.pk, access=city, at=NOW, reason="弄错了")

    assert (joined, holder_of(ticket)) == (("enterprise", into.pk), ("enterprise", gone.pk))
    steps = TicketStep.objects.filter(ticket=ticket, move="hand_over").order_by("ordinal")
    assert [(it.holder_id, it.facts["was"], it.state_after) for it in steps] == [
        (into.pk, gone.name, "suspended"),
        (gone.pk, into.name, "suspended"),
    ]


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
