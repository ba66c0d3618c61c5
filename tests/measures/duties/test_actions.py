"""A unit signs its quarter, the bureau judges it, and what is missing is asked for."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from measures.actions.duties import judging, reminding, reporting, starting
from measures.choices import DutyLight, ProgressState
from measures.models import Commitment, ProgressEntry, ProgressEvidence, ProgressReminder
from measures.queries.duties import lines, owed_by
from measures.tasks import remind_progress
from services.actions.progress_notices import tell_of_progress
from services.models import Notice
from tests.factories.accounts import make_access, make_agency, make_unit, make_user
from tests.factories.records import make_commitment, make_progress
from tests.races import race
from wuhan_smes.access import Access
from wuhan_smes.accounts.models import Agency
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted
from wuhan_smes.scope import bootstrap_scope, scoped

AT = datetime(2025, 7, 10, 4, tzinfo=UTC)
QUARTER, DUE = date(2025, 4, 1), date(2025, 7, 15)
PDF = b"%PDF-1.4 evidence"


class Office:
    """A department with one commitment, its handler, another's, and the bureau."""

    def __init__(self) -> None:
        self.agency: Agency = make_agency()
        self.handler = make_access("handler", agency=self.agency)
        self.stranger = make_access("handler", agency=make_agency())
        self.bureau = make_access("bureau_lead")
        self.second = make_access("bureau_staff")
        self.auditor = make_access("auditor")
        self.commitment: Commitment = make_commitment(self.agency)

    def tell(self, who: Access, **words: Any) -> ProgressEntry:
        said = {"agency_id": self.agency.pk, "quarter_on": QUARTER, "text": "已开展 3 场", **words}
        with scoped(who):
            return reporting.report(self.commitment.pk, access=who, at=AT, **said)

    def light(self, who: Access, today: date) -> DutyLight | None:
        with scoped(who):
            reach = who.total_reach()
            rows = Commitment.objects.for_list().filter(pk=self.commitment.pk)
            (line,) = lines(rows, quarter=QUARTER, today=today, reach=reach)
            return line.light


@pytest.mark.django_db
@pytest.mark.covers("measures.duties.reporting.report", "works", "refused", "reach", "capability")
@pytest.mark.covers("measures.duties.judging.accept", "works", "refused", "reach", "capability")
@pytest.mark.covers("measures.duties.judging.give_back", "works", "refused", "reach", "capability")
def test_a_word_goes_back_once_and_is_taken_the_second_time() -> None:
    office = Office()
    assert office.light(office.bureau, DUE) == DutyLight.AMBER
    assert office.light(office.bureau, date(2025, 7, 16)) == DutyLight.RED

    entry = office.tell(office.handler, evidence=[("台账.pdf", PDF), ("又一份.pdf", PDF)])
    assert office.light(office.bureau, date(2025, 7, 16)) == DutyLight.AMBER
    with scoped(office.bureau):
        for reason in ("", "  "):
            with pytest.raises(InputRefused):
                judging.give_back(entry.pk, access=office.bureau, at=AT, reason=reason)
        back = judging.give_back(entry.pk, access=office.bureau, at=AT, reason="请附场次清单")
        with pytest.raises(ActionRefused, match="已退回"):
            judging.accept(entry.pk, access=office.bureau, at=AT)
    assert (back.state, back.returns) == (ProgressState.RETURNED, 1)
    page = f"/commitments/{office.commitment.pk}/?quarter=2025-04-01"
    assert told_to(office.handler) == [("word_back", page)]
    assert told_to(office.stranger) == told_to(office.bureau) == []
    assert office.light(office.bureau, date(2025, 7, 16)) == DutyLight.RED

    again = office.tell(office.handler, text="已开展 3 场，清单见附件", figure=3)
    with scoped(office.second):
        taken = judging.accept(again.pk, access=office.second, at=AT)
    assert (again.pk, taken.state, taken.reason) == (entry.pk, ProgressState.ACCEPTED, "")
    assert office.light(office.bureau, date(2026, 1, 1)) == DutyLight.GREEN
    with pytest.raises(ActionRefused, match="已经报送"):
        office.tell(office.handler)
    with scoped(office.bureau):
        assert ProgressEvidence.objects.filter(entry=entry).count() == 1
        verbs = AuditEvent.objects.filter(kind__startswith="progress.").order_by("id")
        assert list(verbs.values_list("kind", flat=True)) == [
            "progress.report",
            "progress.return",
            "progress.report",
            "progress.accept",
        ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ({"text": " "}, InputRefused),
        ({"quarter_on": date(2025, 4, 2)}, InputRefused),
        ({"quarter_on": date(2025, 10, 1)}, InputRefused),
        ({"quarter_on": date(2024, 10, 1)}, ActionRefused),
        ({"evidence": [("病毒.exe", b"MZ")]}, InputRefused),
        ({"evidence": [(f"{n}.pdf", PDF + bytes([n])) for n in range(11)]}, InputRefused),
    ],
)
def test_what_cannot_be_said_is_refused(words: dict[str, Any], refusal: type[Exception]) -> None:
    office = Office()
    with pytest.raises(refusal):
        office.tell(office.handler, **words)


@pytest.mark.django_db
def test_nobody_speaks_for_another_unit_and_nobody_takes_his_own_word() -> None:
    office = Office()
    for who in (office.stranger, make_access("district_staff", unit=make_unit("jiangxia"))):
        with pytest.raises(Commitment.DoesNotExist):
            office.tell(who)
    with pytest.raises(NotPermitted):
        office.tell(office.auditor)
    entry = office.tell(office.bureau)
    with scoped(office.bureau), pytest.raises(NotPermitted, match="由他人审核"):
        judging.accept(entry.pk, access=office.bureau, at=AT)
    for act in (judging.accept, judging.give_back):
        words = {"reason": "x"} if act is judging.give_back else {}
        for who in (office.handler, office.auditor):
            with scoped(who), pytest.raises(NotPermitted):
                act(entry.pk, access=who, at=AT, **words)
        half = make_access("district_staff", unit=make_unit("jiangxia"))
        near = Access(7, "区", {**half.reaches, **_checks(half)})
        with scoped(near), pytest.raises(ProgressEntry.DoesNotExist):
            act(entry.pk, access=near, at=AT, **words)
    with scoped(office.stranger):
        assert not ProgressEntry.objects.exists()


def told_to(person: Access) -> list[tuple[str, str]]:
    with bootstrap_scope():
        rows = Notice.objects.filter(user_id=person.actor_id).order_by("pk")
        return list(rows.values_list("kind", "address"))


@pytest.mark.django_db
def test_the_people_of_a_district_and_of_the_bureau_itself_are_told_once_a_day() -> None:
    unit, bureau = make_unit("jiangxia"), Agency.objects.get(name="市经信局")
    government = Agency.objects.get(kind="district_government", jurisdiction=unit)
    here, lead = (make_user(role, unit=unit) for role in ("district_staff", "district_lead"))
    inside, elsewhere = make_user("bureau_staff", agency=bureau), make_user("bureau_staff")
    others = [elsewhere, make_user("finance", unit=unit), make_user("district_staff")]
    for agency in (government, bureau):
        make_commitment(agency, starts_on=QUARTER)
    access = Access.of_system("催报")
    words = {"access": access, "on": DUE, "quarter_on": QUARTER}
    for hour in (4, 5):
        with scoped(access):
            reminding.remind(at=AT.replace(hour=hour), **words)
    with bootstrap_scope():
        told = Notice.objects.filter(user__in=[here, lead, inside, *others]).order_by("user_id")
        assert [(it.user_id, it.subject) for it in told] == [
            (user.pk, "2025 年第二季度：1 项任务") for user in (here, lead, inside)
        ]
    near = make_access("district_staff", unit=unit)
    with scoped(near), pytest.raises(DatabaseError), transaction.atomic():
        tell_of_progress(DUE, AT)


def _checks(access: Access) -> dict[Any, Any]:
    from wuhan_smes.access import Capability  # noqa: PLC0415 - one use

    return {Capability.PROGRESS_CHECK: access.total_reach()}


@pytest.mark.django_db
@pytest.mark.covers("measures.duties.starting.start", "works", "refused", "reach", "capability")
@pytest.mark.covers("measures.duties.reminding.remind", "works", "refused", "reach", "capability")
def test_a_commitment_is_started_once_and_what_is_missing_is_asked_for() -> None:
    office = Office()
    fresh = make_commitment(office.agency, starts_on=None)
    on = date(2025, 6, 1)
    with scoped(office.bureau):
        (row,) = starting.start([fresh.pk], access=office.bureau, at=AT, on=on)
        assert row.starts_on == on
        with pytest.raises(ActionRefused, match="已经启动"):
            starting.start([fresh.pk], access=office.bureau, at=AT, on=on)
        with pytest.raises(Commitment.DoesNotExist):
            starting.start([0], access=office.bureau, at=AT, on=on)
    half = Access(7, "区", {**office.handler.reaches, **_edits(office.handler)})
    for who in (office.second, half):
        with scoped(who), pytest.raises(NotPermitted):
            starting.start([fresh.pk], access=who, at=AT, on=on)

    words: dict[str, Any] = {"at": AT, "on": DUE, "quarter_on": QUARTER}
    office.tell(office.handler)
    with scoped(office.bureau):
        first = reminding.remind(access=office.bureau, **words)
        assert (first, reminding.remind(access=office.bureau, **words)) == (1, 0)
        with pytest.raises(InputRefused):
            reminding.remind(access=office.bureau, **{**words, "on": date(2025, 6, 30)})
    desk = "/commitments/desk/?quarter=2025-04-01"
    assert told_to(office.handler) == [("word_due", desk)]
    with scoped(office.handler):
        (asked,) = owed_by(
            office.agency, quarter=QUARTER, today=DUE, reach=office.handler.total_reach()
        )[1:]
        assert (asked.commitment, asked.reminded) == (fresh, 1)
        with pytest.raises(NotPermitted):
            reminding.remind(access=office.handler, **words)
    assert remind_progress(on="2025-07-16") == 0
    assert remind_progress(on="2025-07-20") >= 1
    near = Access(7, "区", {**_checks(make_access("district_staff", unit=make_unit("jiangxia")))})
    with scoped(near):
        assert reminding.remind(access=near, **{**words, "on": date(2025, 7, 21)}) == 0


def _edits(access: Access) -> dict[Any, Any]:
    from wuhan_smes.access import Capability  # noqa: PLC0415 - one use

    return {Capability.MEASURE_EDIT: access.total_reach()}


@pytest.mark.django_db(transaction=True)
@pytest.mark.covers("measures.duties.reporting.report", "race")
@pytest.mark.covers("measures.duties.judging.accept", "race")
@pytest.mark.covers("measures.duties.judging.give_back", "race")
@pytest.mark.covers("measures.duties.starting.start", "race")
@pytest.mark.covers("measures.duties.reminding.remind", "race")
def test_of_two_at_once_one_is_told() -> None:
    office = Office()
    fresh = make_commitment(office.agency, starts_on=None)
    other = make_agency()
    waiting = [make_progress(make_commitment(other), other, quarter_on=QUARTER) for _ in range(2)]

    def both(act: Callable[[], object], who: Access) -> tuple[str, str]:
        return race(act, act, as_first=who, as_second=who)

    def tell() -> object:
        return reporting.report(
            office.commitment.pk,
            access=office.handler,
            at=AT,
            agency_id=office.agency.pk,
            quarter_on=QUARTER,
            text="同时报送",
        )

    def take() -> object:
        return judging.accept(waiting[0].pk, access=office.bureau, at=AT)

    def back() -> object:
        return judging.give_back(waiting[1].pk, access=office.bureau, at=AT, reason="补充")

    def begin() -> object:
        return starting.start([fresh.pk], access=office.bureau, at=AT, on=QUARTER)

    def ask() -> object:
        return reminding.remind(access=office.bureau, at=AT, on=DUE, quarter_on=QUARTER)

    assert both(tell, office.handler) == ("done", "refused")
    assert both(take, office.bureau) == ("done", "refused")
    assert both(back, office.bureau) == ("done", "refused")
    assert both(begin, office.bureau) == ("done", "refused")
    assert both(ask, office.bureau) == ("done", "done")
    with scoped(office.bureau):
        asked = ProgressReminder.objects.values_list("commitment_id", flat=True)
        assert sorted(asked) == sorted({*asked})
        assert ProgressEntry.objects.filter(commitment=office.commitment).count() == 1
