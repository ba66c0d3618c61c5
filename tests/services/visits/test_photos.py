"""Photos are kept once, stripped, within the limits; taken off with a reason."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from services.actions import visit_changes, visit_photos
from services.actions.visit_words import Need
from services.models import Ticket, Visit, VisitPhoto
from services.rules.visits import VisitRefused
from tests.races import race
from tests.services.visits import pictures
from tests.services.visits.conftest import NOON, Neighbourhood, build, entries, log
from wuhan_smes.access import Access
from wuhan_smes.errors import InputRefused, NotPermitted
from wuhan_smes.files.storing import pieces_of
from wuhan_smes.scope import bootstrap_scope, scoped


def add(
    visit: Visit, access: Access, data: bytes = b"", uuid: UUID | None = None
) -> visit_photos.Added:
    with scoped(access):
        return visit_photos.add(
            visit.pk,
            access=access,
            at=NOON,
            client_uuid=uuid or uuid4(),
            data=data or pictures.jpeg(exif=pictures.exif()),
        )


def remove(photo: VisitPhoto, access: Access, **words: Any) -> VisitPhoto:
    with scoped(access):
        return visit_photos.remove(
            photo.pk, access=access, at=NOON, **{"reason": "拍到证件", **words}
        )


@pytest.fixture
def visit(town: Neighbourhood) -> Visit:
    return log(town.walker, town.enterprise()).visit


@pytest.mark.covers("services.visit_photos.add", "works")
def test_the_picture_is_kept_and_tells_when_and_where(town: Neighbourhood, visit: Visit) -> None:
    photo = add(visit, town.walker).photo

    photo.refresh_from_db()
    kept = b"".join(pieces_of(photo.file))
    assert (b"Exif" in kept, photo.file.sha256, photo.size) == (False, photo.sha256, len(kept))
    assert f"{photo.taken_at:%Y-%m-%d %H:%M}" == "2026-03-03 02:05"
    visit.refresh_from_db()
    assert (str(visit.latitude), visit.location_source) == ("30.591667", "photo")
    assert entries().filter(kind="visit.photo_add").count() == 1


def test_a_photo_goes_along_with_the_problem_if_the_person_says_so(town: Neighbourhood) -> None:
    need = Need(title="缺工", text="缺焊工两名", category="labour", urgency="normal")
    visit = log(town.walker, town.enterprise(), needs=[need]).visit
    ticket = Ticket.objects.get(visit=visit)

    add(visit, town.walker, pictures.jpeg(grey=2))
    assert not ticket.attachments.exists()
    with scoped(town.walker):
        words = {"access": town.walker, "at": NOON, "to_tickets": True}
        data = pictures.jpeg(exif=pictures.exif())
        added = visit_photos.add(visit.pk, **words, client_uuid=uuid4(), data=data)

    assert ticket.attachments.get().sha256 == added.photo.sha256


@pytest.mark.covers("services.visit_photos.add", "works")
def test_sent_again_or_the_same_picture_it_is_there_once(town: Neighbourhood, visit: Visit) -> None:
    uuid = uuid4()
    first = add(visit, town.walker, uuid=uuid).photo

    again = add(visit, town.walker, uuid=uuid)
    twin = add(visit, town.walker)

    assert [(one.photo, one.again) for one in (again, twin)] == [(first, True)] * 2
    assert VisitPhoto.objects.count() == 1


@pytest.mark.covers("services.visit_photos.add", "refused")
@pytest.mark.parametrize("data", [b"<svg>", pictures.jpeg()[:50], bytes(8_193 * 1024)])
def test_no_picture_half_a_picture_and_too_large_a_one(
    town: Neighbourhood, visit: Visit, data: bytes
) -> None:
    with pytest.raises(InputRefused):
        add(visit, town.walker, data)


@pytest.mark.covers("services.visit_photos.add", "refused")
def test_there_are_only_so_many_and_none_to_a_void_visit(town: Neighbourhood, visit: Visit) -> None:
    for grey in range(9):
        add(visit, town.walker, pictures.jpeg(grey=grey))

    with pytest.raises(VisitRefused, match="最多 9 张"):
        add(visit, town.walker, pictures.jpeg(grey=100))
    with scoped(town.walker):
        visit_changes.void(visit.pk, access=town.walker, at=NOON, reason="误登")
    with pytest.raises(VisitRefused, match="已作废"):
        add(visit, town.walker, pictures.png())


@pytest.mark.covers("services.visit_photos.remove", "works")
def test_a_photo_taken_off_says_why(town: Neighbourhood, visit: Visit) -> None:
    photo = add(visit, town.walker).photo

    remove(photo, town.walker)

    photo.refresh_from_db()
    assert (photo.removed_reason, VisitPhoto.objects.standing().count()) == ("拍到证件", 0)
    event = entries().filter(kind="visit.photo_remove").get()
    assert event.changes == {"photo": photo.pk, "reason": "拍到证件"}


@pytest.mark.covers("services.visit_photos.remove", "refused")
def test_not_without_a_reason_and_not_twice(town: Neighbourhood, visit: Visit) -> None:
    photo = add(visit, town.walker).photo

    with pytest.raises(InputRefused):
        remove(photo, town.walker, reason=" ")
    remove(photo, town.walker)
    with pytest.raises(VisitRefused, match="已撤下"):
        remove(photo, town.walker)


@pytest.mark.covers("services.visit_photos.add", "reach")
@pytest.mark.covers("services.visit_photos.remove", "reach")
def test_photos_of_others_do_not_exist(town: Neighbourhood, visit: Visit) -> None:
    photo = add(visit, town.walker).photo

    for access in (town.stranger, town.colleague()):
        with pytest.raises(Visit.DoesNotExist):
            add(visit, access)
        with pytest.raises(VisitPhoto.DoesNotExist):
            remove(photo, access)


@pytest.mark.covers("services.visit_photos.add", "capability")
@pytest.mark.covers("services.visit_photos.remove", "capability")
def test_a_reader_adds_and_takes_off_nothing(town: Neighbourhood, visit: Visit) -> None:
    photo = add(visit, town.walker).photo

    with pytest.raises(NotPermitted):
        add(visit, town.reader)
    with pytest.raises(NotPermitted):
        remove(photo, town.reader)


@pytest.mark.django_db(transaction=True)
@pytest.mark.covers("services.visit_photos.add", "race")
def test_the_same_picture_sent_twice_at_once_is_there_once() -> None:
    town = build()
    visit = log(town.walker, town.enterprise()).visit

    def send() -> None:
        visit_photos.add(
            visit.pk, access=town.walker, at=NOON, client_uuid=uuid4(), data=pictures.jpeg()
        )

    outcome = race(send, send, as_first=town.walker, as_second=town.walker)

    with bootstrap_scope():
        assert (outcome, VisitPhoto.objects.count()) == (("done", "done"), 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.covers("services.visit_photos.remove", "race")
def test_two_who_take_a_photo_off_at_once() -> None:
    town = build()
    visit = log(town.walker, town.enterprise()).visit
    photo = add(visit, town.walker).photo
    words = {"at": NOON, "reason": "重拍"}

    outcome = race(
        lambda: visit_photos.remove(photo.pk, access=town.walker, **words),
        lambda: visit_photos.remove(photo.pk, access=town.clerk, **words),
        as_first=town.walker,
        as_second=town.clerk,
    )

    assert outcome == ("done", VisitRefused.code)
