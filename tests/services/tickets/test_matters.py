"""Who leaves a station leaves no ticket behind."""

from services.actions.handing_over import Occasion
from services.actions.ticket_matters import HandledTickets
from services.models import Ticket
from tests.factories.accounts import make_user
from tests.factories.stations import make_profile, make_specialist
from tests.services.tickets.world import NOW, World
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.scope import bootstrap_scope, scoped


def test_a_successor_goes_on_with_what_was_handled(world: World) -> None:
    make_profile(world.station)
    user, heir = (make_user("specialist", station=world.station) for _ in range(2))
    leaver = make_specialist(world.station, user=user)
    successor = make_specialist(world.station, user=heir)
    mine = world.own_ticket("self_handled", handled_by_id=user.pk, handled_by_name="甲")
    done = world.own_ticket("closed", handled_by_id=user.pk, handled_by_name="甲")
    matters, day = HandledTickets(), NOW.date()
    by = Occasion(day, "调任", world.lead, NOW)

    with scoped(world.lead):
        counted = matters.open_with(leaver, on=day)
        given = matters.hand_over(leaver, successor, by)

    with bootstrap_scope():
        assert (counted, given, matters.open_with(leaver, on=day)) == (1, 1, 0)
        assert Ticket.objects.get(pk=mine.pk).handled_by_id == heir.pk
        assert Ticket.objects.get(pk=done.pk).handled_by_id == user.pk
        assert AuditEvent.objects.filter(kind="ticket.hand_over", target_id=mine.pk).count() == 1
