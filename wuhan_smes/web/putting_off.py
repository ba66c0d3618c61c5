"""稍后: a matter one person leaves for later. It changes nothing for anybody else and is no act, so
the trail does not hear of it; whoever calls has found the matter within the person's reach.
"""

from datetime import datetime

from django.db.models import QuerySet

from wuhan_smes.access import Access
from wuhan_smes.web.models import PutOff


def put_off(queue: str, matter: int, *, access: Access, at: datetime) -> None:
    """Leave it for later. Again changes nothing."""
    one = PutOff(user_id=_person(access), queue=queue, matter=matter, at=at)
    PutOff.objects.bulk_create([one], ignore_conflicts=True)


def take_up(queue: str, matter: int, *, access: Access) -> None:
    """Back into the queue."""
    _left(queue, access).filter(matter=matter).delete()


def left_for_later(queue: str, *, access: Access) -> set[int]:
    """The matters of the queue that this person left; a person's own are few."""
    return set(_left(queue, access).values_list("matter", flat=True))


def _left(queue: str, access: Access) -> QuerySet[PutOff]:
    return PutOff.objects.filter(user_id=_person(access), queue=queue)


def _person(access: Access) -> int:
    """The system, who is nobody, leaves nothing for later."""
    return access.actor_id or 0
