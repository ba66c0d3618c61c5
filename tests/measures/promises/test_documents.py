"""A draft document comes into force: on its day the new programmes open and the old ones end."""

from datetime import date
from typing import Any

import pytest

from measures.actions import documents, programmes
from measures.choices import DocumentStatus, ProgrammeState
from measures.models import PolicyDocument, Programme
from tests.enterprises.register.conftest import NOON, Town, build_town
from tests.factories.accounts import make_access
from tests.factories.promises import make_document
from tests.measures.promises.drafting import SHARES, in_force
from tests.races import race
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted, StaleVersion
from wuhan_smes.scope import bootstrap_scope, scoped

JULY = date(2026, 7, 1)
SAID: dict[str, Any] = {
    "number": "武政规〔2026〕9号",
    "issued_on": date(2026, 6, 20),
    "effective_from": JULY,
}


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


@pytest.fixture
def lead(town: Town) -> Access:
    return make_access("bureau_lead")


def draft_document(**given: Any) -> PolicyDocument:
    with bootstrap_scope():
        return make_document(status=DocumentStatus.DRAFT, **given)


def proposed(row: PolicyDocument, access: Access, **given: Any) -> PolicyDocument:
    with scoped(access):
        return documents.propose(row.pk, access=access, at=NOON, **SAID | given)


@pytest.mark.covers("measures.documents.propose", "works", "refused")
@pytest.mark.covers("measures.documents.put_into_force", "works", "refused")
def test_on_the_switch_day_new_programmes_open_and_old_ones_end(town: Town, lead: Access) -> None:
    replaced, left = (in_force(lead, town.city, code) for code in ("replaced", "left"))
    with bootstrap_scope():
        old = PolicyDocument.objects.get(pk=left.document_id)
    row = draft_document(repeals=old)
    with scoped(town.city):
        following = programmes.amend(
            replaced.pk, access=town.city, at=NOON, values={"document_id": row.pk}
        )
        half = programmes.draft(
            access=town.city,
            at=NOON,
            code="half",
            values={**_terms(left), "document_id": row.pk, "shares": SHARES[:1]},
        )
        with pytest.raises(ActionRefused, match="只能在测算中试算"):
            programmes.propose(following.pk, access=town.city, at=NOON, valid_from=JULY)
        with pytest.raises(ActionRefused, match=r"资金分担比例合计 70\.00%"):
            documents.propose(row.pk, access=town.city, at=NOON, **SAID)
        programmes.revise(half.pk, access=town.city, at=NOON, values={"shares": SHARES})
        with pytest.raises(InputRefused):
            documents.propose(
                row.pk, access=town.city, at=NOON, **SAID | {"issued_on": date(2026, 8, 1)}
            )
    with scoped(lead), pytest.raises(ActionRefused, match="尚未提请"):
        documents.put_into_force(row.pk, access=lead, at=NOON)
    proposed(row, lead)
    with scoped(lead), pytest.raises(NotPermitted, match="提请人不能批准"):
        documents.put_into_force(row.pk, access=lead, at=NOON)
    proposed(row, town.city)

    with scoped(lead):
        with pytest.raises(StaleVersion):
            documents.put_into_force(row.pk, access=lead, at=NOON, expected_version=1)
        settled = documents.put_into_force(row.pk, access=lead, at=NOON)
        with pytest.raises(ActionRefused, match="现行有效"):
            documents.put_into_force(row.pk, access=lead, at=NOON)

    assert (settled.status, settled.number) == (DocumentStatus.IN_FORCE, SAID["number"])
    states = {it.pk: (it.state, it.valid_from, it.valid_until) for it in Programme.objects.all()}
    assert states[following.pk] == states[half.pk] == (ProgrammeState.IN_FORCE, JULY, None)
    for gone in (replaced, left):
        assert states[gone.pk][::2] == (ProgrammeState.ENDED, JULY)
    old.refresh_from_db()
    assert (old.status, old.effective_until) == (DocumentStatus.REPEALED, JULY)
    told = set(AuditEvent.objects.values_list("kind", flat=True))
    assert {"policy_document.put_into_force", "policy_document.repeal", "programme.end"} <= told


def _terms(row: Programme) -> dict[str, Any]:
    names = ("matter_id", "mode", "level", "payee_kind", "eligibility", "amount_rule")
    return {"title": "只写了一半", **{name: getattr(row, name) for name in names}}


@pytest.mark.covers("measures.documents.propose", "reach", "capability")
@pytest.mark.covers("measures.documents.put_into_force", "reach", "capability")
def test_documents_are_the_citys(town: Town) -> None:
    row = draft_document()
    for right, act in (
        (Capability.PROGRAMME_EDIT, lambda who: documents.propose(row.pk, **who, **SAID)),
        (Capability.PROGRAMME_APPROVE, lambda who: documents.put_into_force(row.pk, **who)),
    ):
        half = Access(7, "区", {**town.clerk.reaches, right: town.clerk.total_reach()})
        with scoped(town.clerk):
            for access in (town.clerk, half):
                with pytest.raises(NotPermitted):
                    act({"access": access, "at": NOON})


@pytest.mark.covers("measures.documents.propose", "race")
@pytest.mark.covers("measures.documents.put_into_force", "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_told() -> None:
    town, lead = build_town(), make_access("bureau_lead")
    row = draft_document()

    def ask() -> object:
        return documents.propose(
            row.pk, access=town.city, at=NOON, expected_version=row.version, **SAID
        )

    def approve() -> object:
        return documents.put_into_force(row.pk, access=lead, at=NOON)

    assert race(ask, ask, as_first=town.city, as_second=town.city) == ("done", "stale_version")
    assert race(approve, approve, as_first=lead, as_second=lead) == ("done", "refused")
