"""What waits for one person, out of every domain: how much, whether it is late, and where.

Each kind asks one question of the database, and only of whoever may do something about it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from enterprises.choices.holding import DutyState
from enterprises.models import (
    Complaint,
    CultivationTask,
    DuplicatePair,
    MoveRequest,
    MoveState,
    TitleDuty,
)
from measures.choices import AgencyRole, ProgressState, ProposalState, ReturnState
from measures.models import (
    CommitmentUnit,
    DistrictReturn,
    Measure,
    ProgressEntry,
    Proposal,
)
from measures.pages.money.desk import waits_for
from measures.rules import duties
from services.models import Specialist
from services.pages.desks.today import requests_waiting
from wuhan_smes.access import Access, Capability, Reach
from wuhan_smes.accounts.models import Agency, Grant
from wuhan_smes.exchange.choices import ImportState
from wuhan_smes.exchange.shown.imports import VIEW, visible
from wuhan_smes.reporting.choices import HandInState
from wuhan_smes.reporting.models import HandIn

C, P = Capability, ProposalState
UNDECIDED: Final = (ImportState.MAPPING, ImportState.CHECKED)


@dataclass(frozen=True, slots=True)
class Waits:
    """So many of one kind; `act` is what one press leads to, `late` says that a day is over."""

    label: str
    count: int
    url: str
    act: str
    unit: str = "项"
    late: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Whose first page it is."""

    access: Access
    agency: Agency | None
    today: date

    def reach(self, capability: Capability) -> Reach | None:
        """Where he holds it; None for nowhere."""
        return self.access.reach(capability) if self.access.holds(capability) else None


Kind = Callable[[Person], Iterator[Waits]]


def waiting(person: Person) -> list[Waits]:
    """Everything that waits for him, what is late first; a kind with nothing in it is left out."""
    found = [one for kind in KINDS for one in kind(person) if one.count]
    return sorted(found, key=lambda one: not one.late)


def _requests(person: Person) -> Iterator[Waits]:
    yield Waits(
        "退回、延期、挂起或挂账申请",
        requests_waiting(person.access),
        reverse("ticket-approvals"),
        "去审批",
    )


def _money(person: Person) -> Iterator[Waits]:
    for label, count, url in waits_for(person.access.offered()):
        yield Waits(label, count, url, "去办理", late=label.startswith("逾期"))


def _progress(person: Person) -> Iterator[Waits]:
    """What one's own unit leads and has not reported of the quarter that ended; what to check."""
    quarter = duties.last_ended(duties.quarter_of(person.today))
    reports = person.reach(C.PROGRESS_REPORT)
    if reports is not None and person.agency is not None:
        told = ProgressEntry.objects.within(reports).of_quarter(quarter)
        told = told.filter(agency=person.agency).exclude(state=ProgressState.RETURNED)
        leads = CommitmentUnit.objects.filter(agency=person.agency, role=AgencyRole.LEAD)
        owed = leads.filter(commitment__starts_on__lt=duties.next_quarter(quarter)).exclude(
            commitment__in=told.values("commitment")
        )
        late = duties.due_on(quarter) < person.today
        label = f"{duties.named(quarter)}任务进展待报送"
        yield Waits(label, owed.count(), reverse("duty-desk"), "去报送", late=late)
    checks = person.reach(C.PROGRESS_CHECK)
    if checks is not None:
        rows = ProgressEntry.objects.within(checks).filter(state=ProgressState.SUBMITTED)
        yield Waits("责任单位报送的进展待审核", rows.count(), reverse("commitments"), "去审核")


def _proposals(person: Person) -> Iterator[Waits]:
    drafts = person.reach(C.PROPOSAL_EDIT)
    if drafts is not None:
        rows = Proposal.objects.within(drafts).filter(state__in=[P.RECEIVED, P.RETURNED])
        late = rows.filter(due_on__lt=person.today).exists()
        yield Waits(
            "建议提案待答复", rows.count(), reverse("proposals"), "去答复", unit="件", late=late
        )
    approves = person.reach(C.PROPOSAL_APPROVE)
    if approves is not None:
        rows = Proposal.objects.within(approves).filter(state=P.SUBMITTED)
        others = rows.exclude(drafted_by_id=person.access.actor_id)
        url = _at("proposals", state=P.SUBMITTED)
        yield Waits("建议提案答复待审定", others.count(), url, "去审定", unit="件")


def _assessment(person: Person) -> Iterator[Waits]:
    """The yearly assessment of districts: given back to a unit, or handed in to the city."""
    tells, checks = person.reach(C.PROGRESS_REPORT), person.reach(C.PROGRESS_CHECK)
    if checks is not None and checks.everywhere:
        rows = DistrictReturn.objects.within(checks).filter(state=ReturnState.SUBMITTED)
        yield Waits("各单位自评待核定", rows.count(), reverse("district-rounds"), "去核定")
    elif tells is not None and tells.jurisdiction_ids:
        rows = DistrictReturn.objects.within(tells).filter(state=ReturnState.RETURNED)
        yield Waits("考核自评被退回", rows.count(), reverse("district-rounds"), "去改正", late=True)


def _register(person: Person) -> Iterator[Waits]:
    edits = person.reach(C.REGISTER_EDIT)
    if edits is None:
        return
    asked = MoveRequest.objects.within(edits).filter(state=MoveState.PENDING)
    mine = asked if edits.everywhere else asked.filter(_answered_by(edits))
    url = f"{reverse('admin:enterprises_moverequest_changelist')}?state__exact={MoveState.PENDING}"
    yield Waits("企业迁移申请待同意", mine.count(), url, "去处理", unit="家")
    pairs = DuplicatePair.objects.within(edits).waiting().count()
    yield Waits("可能重复的企业", pairs, reverse("duplicates"), "去核对", unit="对")


def _answered_by(reach: Reach) -> Q:
    """A request waits for the side that did not make it."""
    ids = reach.jurisdiction_ids
    return Q(asked_by_receiver=True, from_jurisdiction_id__in=ids) | Q(
        asked_by_receiver=False, to_jurisdiction_id__in=ids
    )


def _gradient(person: Person) -> Iterator[Waits]:
    plans, does = person.reach(C.CULTIVATION_EDIT), person.reach(C.CULTIVATION_DO)
    if plans is not None:
        late = TitleDuty.objects.within(plans).standing(DutyState.LATE, on=person.today).count()
        url = _at("duties", state=DutyState.LATE)
        yield Waits("称号年度更新等义务逾期", late, url, "去催办", late=True)
    if does is not None:
        tasks = CultivationTask.objects.within(does).waiting().filter(due_on__lt=person.today)
        yield Waits("培育任务逾期", tasks.count(), reverse("cultivations"), "去办理", late=True)
    hears = person.reach(C.COMPLAINT_EDIT)
    if hears is not None:
        count = Complaint.objects.within(hears).open().count()
        yield Waits("举报待核查", count, reverse("complaints"), "去核查", unit="件")


def _stations(person: Person) -> Iterator[Waits]:
    approves = person.reach(C.SPECIALIST_APPROVE)
    if approves is not None:
        count = Specialist.objects.within(approves).waiting().count()
        yield Waits("专员备案待核准", count, _at("specialists", state="applied"), "去核准", "人")


def _tables(person: Person) -> Iterator[Waits]:
    checks = person.reach(C.REPORT_CHECK)
    if checks is not None:
        count = HandIn.objects.within(checks).filter(state=HandInState.HANDED).count()
        yield Waits("各单位报送的报表待复核", count, reverse("hand-ins"), "去复核", "张")


def _imports(person: Person) -> Iterator[Waits]:
    if person.access.actor_id is not None and person.access.holds(VIEW):
        mine = visible(person.access).filter(actor_id=person.access.actor_id, step="")
        count = mine.filter(state__in=UNDECIDED).count()
        yield Waits("您上传的名单等待确认", count, reverse("imports"), "去处理", "份")


def _grants(person: Person) -> Iterator[Waits]:
    """Grants somebody proposed that this person may decide; never one to himself."""
    me, held = person.access.actor_id, person.access.offered()
    if me is not None and held.holds(C.GRANT_APPROVE):
        rows = Grant.objects.within(held.reach(C.GRANT_APPROVE)).waiting().exclude(user_id=me)
        url = reverse("admin:accounts_grant_changelist")
        yield Waits("授权等待批准", rows.count(), url, "去处理")


def _at(page: str, **words: str) -> str:
    return f"{reverse(page)}?{urlencode(words)}"


KINDS: Final[tuple[Kind, ...]] = (
    _requests,
    _money,
    _progress,
    _proposals,
    _assessment,
    _tables,
    _register,
    _gradient,
    _stations,
    _imports,
    _grants,
)


@dataclass(frozen=True, slots=True)
class Duties:
    """How many measures a unit answers for, and how many of them it leads."""

    agency: str
    count: int
    leading: int
    url: str


def measures_of(person: Person) -> Duties | None:
    """What the person's own unit answers for; nothing for a person of no agency."""
    reach = person.reach(C.MEASURE_VIEW)
    if person.agency is None or reach is None:
        return None
    measures = Measure.objects.within(reach).of_agency(person.agency.code)
    leading = measures.filter(duties__agency=person.agency, duties__role=AgencyRole.LEAD)
    url = _at("measures", agency=person.agency.code)
    return Duties(person.agency.name, measures.count(), leading.distinct().count(), url)
