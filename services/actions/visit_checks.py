"""What must hold before a visit is written down, beyond what its words alone can tell."""

from collections.abc import Iterator, Sequence

from measures.models import Measure
from services.actions.visit_words import Member, Need, Said
from services.models import Campaign, Visit
from services.models.visit_facts import NOT_NEGATIVE
from services.rules.visit_words import (
    MOST_NEEDS,
    faults_of_facts,
    faults_of_team,
    faults_of_words,
)
from wuhan_smes.accounts.models import Agency
from wuhan_smes.errors import Fault, InputRefused


def require_words(
    said: Said, members: Sequence[Member], needs: Sequence[Need], *, of_station: bool
) -> None:
    """Raises InputRefused with everything that is wrong at once."""
    faults = [
        *faults_of_words(
            mode=said.mode,
            purposes=said.purposes,
            summary=said.summary,
            location=(said.latitude, said.longitude, said.location_source),
        ),
        *faults_of_facts(said.facts, NOT_NEGATIVE),
        *faults_of_team([(m.name, m.unit, m.rank) for m in members], of_station=of_station),
        *_unknown_rows(said, members),
        *_needs(needs),
    ]
    if faults:
        raise InputRefused(*faults)


def require_new_number(said: Said, jurisdiction_id: int) -> None:
    """An outside number names one visit of a unit; that of a void one may be used again."""
    mine = Visit.objects.standing().filter(jurisdiction_id=jurisdiction_id)
    taken = mine.filter(external_no=said.external_no)
    if said.external_no and taken.exists():
        raise InputRefused(Fault("external_no", "taken", "该外部编号的走访已经登记"))


def _unknown_rows(said: Said, members: Sequence[Member]) -> Iterator[Fault]:
    wanted = set(said.explained)
    if wanted and Measure.objects.filter(pk__in=wanted).count() != len(wanted):
        yield Fault("explained", "unknown", "有的措施不存在，请重新选择")
    if said.campaign_id is not None and not Campaign.objects.filter(pk=said.campaign_id).exists():
        yield Fault("campaign", "unknown", "没有这个专项行动")
    agencies = {member.agency_id for member in members if member.agency_id is not None}
    if agencies and Agency.objects.filter(pk__in=agencies).count() != len(agencies):
        yield Fault("members", "unknown", "有的责任单位不存在，请重新选择")


def _needs(needs: Sequence[Need]) -> Iterator[Fault]:
    if len(needs) > MOST_NEEDS:
        yield Fault("tickets", "too_many", f"一次走访最多登记 {MOST_NEEDS} 个问题")
    for number, need in enumerate(needs):
        if not need.title.strip():
            yield Fault(f"tickets.{number}.title", "required", "请填写问题标题")
