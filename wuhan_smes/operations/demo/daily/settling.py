"""The daily work told in order: who stands where, whom they look after, what they
arranged, and who called upon whom."""

from random import Random

from django.db import connection

from services.models import Campaign, ServiceEvent, Specialist, StationProfile
from wuhan_smes.accounts.models import ServiceStation
from wuhan_smes.operations.demo.city import PLACE_CODE, City
from wuhan_smes.operations.demo.daily import calls, care, events, tickets, ways
from wuhan_smes.operations.demo.daily.copying import Ledger
from wuhan_smes.operations.demo.daily.network import SPECIALISTS, STATIONS, Network
from wuhan_smes.operations.demo.names import MARK
from wuhan_smes.operations.demo.plans import DEFAULT_SIZE


def settle(city: City, *, size: int, seed: int) -> Ledger:
    """Tell the daily work of a city of `size`: in proportion to it, and no larger than Wuhan's.

    Needs the enterprises and the demo's logins.
    """
    share = min(1.0, size / DEFAULT_SIZE)
    rng = Random(f"{seed}:stations")  # noqa: S311 - invents, does not protect
    ledger, network = Ledger(), Network(city, rng)
    stations = max(len(city.units), round(STATIONS * share))
    network.build(
        stations=stations,
        specialists=max(stations, round(SPECIALISTS * share)),
        ledger=ledger,
    )
    care.give(network, rng, ledger)
    events.hold(network, rng, ledger, events=round(events.EVENTS * share))
    lives = Random(f"{seed}:tickets")  # noqa: S311 - invents, does not protect
    tickets.tell(network, lives, ledger, share=share)
    ways.lead(Random(f"{seed}:ways"), ledger)  # noqa: S311 - invents, does not protect
    _checked_at_the_end(ledger)
    rounds = Random(f"{seed}:visits")  # noqa: S311 - invents, does not protect
    calls.tell(rounds, ledger, visits=round(calls.VISITS * share))
    ledger.write()
    return ledger


def _checked_at_the_end(ledger: Ledger) -> None:
    """Tickets and ways are written before the steps they stand on."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        ledger.write()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def clear() -> None:
    """Take the invented stations away, once nothing of any enterprise rests on them; those where
    somebody signs in stay.
    """
    ServiceEvent.objects.filter(title__startswith=MARK).delete()
    Campaign.objects.filter(description__startswith=MARK).delete()
    invented = ServiceStation.objects.filter(code__startswith=PLACE_CODE)
    Specialist.objects.filter(station__in=invented).delete()
    StationProfile.objects.filter(station__in=invented).delete()
    invented.filter(users__isnull=True, grant__isnull=True).delete()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
