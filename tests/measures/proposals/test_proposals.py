"""A proposal is answered by two people, its figures are frozen, and the answer is rated."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from enterprises.choices import Tier
from measures.actions import draft_comments, proposals
from measures.choices import CommentVerdict, ProposalState
from measures.models import DraftComment, PolicyDocument, Proposal
from measures.queries.quoting import now, quotable
from tests.factories.accounts import make_access, make_agency, make_city, make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.titles import make_title
from tests.races import race
from wuhan_smes.access import Access
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted, StaleVersion
from wuhan_smes.scope import bootstrap_scope, scoped

AT = datetime(2025, 9, 10, 4, tzinfo=UTC)
DAY = date(2025, 7, 25)
FIGURE = f"[[tier_holders:little_giant@{DAY}]]"
REPLY = f"我市现有小巨人企业{FIGURE}家。\n公布数为[[reported:little-giants@{DAY}]]家。"


class Office:
    """A proposal of the city, its lead and a helper, and those who approve."""

    def __init__(self) -> None:
        self.lead, self.helper = make_agency(), make_agency()
        self.handler = make_access("handler", agency=self.lead)
        self.other = make_access("handler", agency=self.helper)
        self.stranger = make_access("handler", agency=make_agency())
        self.clerk, self.chief = make_access("bureau_staff"), make_access("bureau_lead")
        self.district = make_access("district_lead", unit=make_unit("jiangxia"))
        self.city = make_city()

    def receive(self, who: Access | None = None, **words: Any) -> Proposal:
        access = who or self.clerk
        said: dict[str, Any] = {
            "jurisdiction_id": self.city.pk,
            "number": "20250123",
            "kind": "suggestion",
            "session": "市十五届人大四次会议",
            "proposer": "示例代表",
            "title": "关于完善梯度培育的建议",
            "received_on": date(2025, 5, 6),
            "due_on": date(2025, 9, 30),
            "lead_id": self.lead.pk,
            "co_ids": [self.helper.pk],
        }
        with scoped(access):
            return proposals.receive(access=access, at=AT, **{**said, **words})

    def write(self, row: Proposal, who: Access, reply: str = REPLY) -> Proposal:
        with scoped(who):
            version = row.version
            words: dict[str, Any] = {"reply": reply, "expected_version": version}
            return proposals.write(row.pk, access=who, at=AT, **words)


def known_reply() -> str:
    """A reply with a figure that is counted and one that a document states."""
    reported = next(it.name for it in quotable() if it.name.startswith("reported:"))
    return f"小巨人{FIGURE}家，公布数[[{reported}@{DAY}]]。"


@pytest.mark.django_db
@pytest.mark.covers("measures.proposals.receive", "works", "refused", "reach", "capability")
@pytest.mark.covers("measures.proposals.write", "works", "refused", "reach", "capability")
@pytest.mark.covers("measures.proposals.approve", "works", "refused", "reach", "capability")
@pytest.mark.covers("measures.proposals.send_back", "works", "refused", "reach", "capability")
@pytest.mark.covers("measures.proposals.answer", "works", "refused", "reach", "capability")
@pytest.mark.covers("measures.proposals.rate", "works", "refused", "reach", "capability")
def test_a_reply_goes_back_once_is_approved_by_another_and_never_changes_again() -> None:
    office = Office()
    auditor = make_access("auditor")
    row = office.receive()
    with pytest.raises(ActionRefused, match="已经登记"):
        office.receive()
    for wrong in ({"title": " "}, {"kind": "x"}, {"due_on": date(2025, 5, 5)}, {"lead_id": 0}):
        with pytest.raises(InputRefused):
            office.receive(number="2", **wrong)
    for who in (office.district, office.handler, auditor):
        with pytest.raises(NotPermitted):
            office.receive(who, number="2")

    assert row.agency_ids == [office.lead.pk, office.helper.pk]
    for who in (office.stranger, office.district):
        with pytest.raises(Proposal.DoesNotExist):
            office.write(row, who)
    for who in (office.other, auditor):
        with pytest.raises(NotPermitted):
            office.write(row, who)
    for broken in ("见[[小巨人@2025-07-25]]", " "):
        with pytest.raises(InputRefused):
            office.write(row, office.handler, broken)
    told = office.write(row, office.handler, known_reply())
    with pytest.raises(StaleVersion):
        office.write(row, office.clerk)
    with scoped(office.handler):
        assert now(told, reach=office.handler.total_reach()) == {}

    seen: dict[str, Any] = {"at": AT, "expected_version": told.version}
    signer = Access(told.drafted_by_id, "同一人", office.chief.reaches)
    for act, words in ((proposals.approve, {}), (proposals.send_back, {"reason": "补数"})):
        for who in (office.clerk, office.handler, signer):
            with scoped(who), pytest.raises(NotPermitted):
                act(row.pk, access=who, **words, **seen)
        with scoped(office.district), pytest.raises(Proposal.DoesNotExist):
            act(row.pk, access=office.district, **words, **seen)
    with scoped(office.chief):
        with pytest.raises(InputRefused):
            proposals.send_back(row.pk, access=office.chief, reason=" ", **seen)
        with pytest.raises(StaleVersion):
            proposals.approve(row.pk, access=office.chief, at=AT, expected_version=1)
        back = proposals.send_back(row.pk, access=office.chief, reason="补数", **seen)
        with pytest.raises(ActionRefused, match="退回修改"):
            proposals.approve(row.pk, access=office.chief, at=AT, expected_version=back.version)
    unknown = office.write(back, office.handler, "增加[[luck@2025-07-25]]家")
    words = {"expected_version": unknown.version}
    with scoped(office.chief), pytest.raises(ActionRefused, match="无法核算"):
        proposals.approve(row.pk, access=office.chief, at=AT, **words)
    giant = make_enterprise()
    make_title(giant, Tier.LITTLE_GIANT)
    again = office.write(unknown, office.handler, known_reply())
    with scoped(office.chief):
        words = {"expected_version": again.version}
        done = proposals.approve(row.pk, access=office.chief, at=AT, **words)
    counted, reported = done.figures
    assert (counted["value"], counted["on"], counted["unit"]) == ("1", "2025-07-25", "家")
    assert "持有" in counted["definition"]
    assert "公布数" in reported["definition"]
    make_title(make_enterprise(), Tier.LITTLE_GIANT)
    with scoped(office.clerk):
        frozen = now(done, reach=office.clerk.total_reach())
        assert frozen[counted["reference"]].value == "1"
    with pytest.raises(ActionRefused, match="已审定"):
        office.write(done, office.handler)
    with scoped(office.clerk), pytest.raises(DatabaseError, match="stays"), transaction.atomic():
        Proposal.objects.filter(pk=row.pk).update(reply="改写")

    sent: dict[str, Any] = {"document_no": "武经信函〔2025〕9号", "on": date(2025, 9, 1), "at": AT}
    acts: tuple[tuple[Callable[..., Any], dict[str, Any]], ...] = (
        (proposals.answer, sent),
        (proposals.rate, {"satisfaction": "satisfied", "at": AT}),
    )
    for act, words in acts:
        with scoped(auditor), pytest.raises(NotPermitted):
            act(row.pk, access=auditor, **words)
        with scoped(office.stranger), pytest.raises(Proposal.DoesNotExist):
            act(row.pk, access=office.stranger, **words)
    with scoped(office.clerk):
        by = {"access": office.clerk}
        with pytest.raises(ActionRefused, match="答复发出后"):
            proposals.rate(row.pk, satisfaction="satisfied", at=AT, **by)
        for wrong in ({"document_no": " "}, {"on": date(2025, 5, 1)}, {"on": date(2026, 1, 1)}):
            with pytest.raises(InputRefused):
                proposals.answer(row.pk, **by, **{**sent, **wrong})
        out = proposals.answer(row.pk, **by, **sent)
        assert out.state == ProposalState.ANSWERED
        with pytest.raises(InputRefused):
            proposals.rate(row.pk, satisfaction="so-so", at=AT, **by)
        rated = proposals.rate(row.pk, satisfaction="fairly", feedback="再细些", at=AT, **by)
        with pytest.raises(ActionRefused):
            proposals.rate(row.pk, satisfaction="fairly", at=AT, **by)
        kinds = AuditEvent.objects.filter(kind__startswith="proposal.").order_by("id")
        assert [it.partition(".")[2] for it in kinds.values_list("kind", flat=True)] == [
            "receive", "write", "return", "write", "write", "approve", "answer", "rate",
        ]  # fmt: skip
    assert (rated.state, rated.satisfaction) == (ProposalState.RATED, "fairly")


@pytest.mark.django_db
@pytest.mark.covers("measures.draft_comments.note", "works", "refused", "reach", "capability")
@pytest.mark.covers("measures.draft_comments.decide", "works", "refused", "reach", "capability")
def test_a_comment_is_adopted_or_not_with_its_reason() -> None:
    office = Office()
    auditor = make_access("auditor")
    draft = PolicyDocument.objects.filter(status="draft").order_by("id")[0]
    in_force = PolicyDocument.objects.exclude(status="draft").order_by("id")[0]
    said: dict[str, Any] = {
        "document_id": draft.pk,
        "jurisdiction_id": office.city.pk,
        "number": "1",
        "from_whom": "示例商会",
        "received_on": DAY,
        "text": "建议写明金额",
        "at": AT,
    }
    with scoped(office.clerk):
        by: dict[str, Any] = {"access": office.clerk}
        row = draft_comments.note(**by, **said)
        with pytest.raises(ActionRefused, match="已有编号"):
            draft_comments.note(**by, **said)
        with pytest.raises(InputRefused):
            draft_comments.note(**by, **{**said, "number": "2", "text": " "})
        with pytest.raises(ActionRefused, match="不在征求意见"):
            draft_comments.note(**by, **{**said, "document_id": in_force.pk})
        one: dict[str, Any] = {"at": AT, "expected_version": 1}
        for words in ({"verdict": "declined"}, {"verdict": "pending"}, {"verdict": "x"}):
            with pytest.raises(InputRefused):
                draft_comments.decide(row.pk, **by, **one, **words)
        words = {"verdict": "declined", "reason": "金额由细则定"}
        done = draft_comments.decide(row.pk, **by, **one, **words)
        with pytest.raises(StaleVersion):
            draft_comments.decide(row.pk, **by, **one, **words)
        with pytest.raises(ActionRefused, match="没有变化"):
            draft_comments.decide(row.pk, **by, **{**one, "expected_version": 2}, **words)
    assert (done.verdict, done.version) == (CommentVerdict.DECLINED, 2)
    for who in (office.district, office.handler, auditor):
        with scoped(who), pytest.raises(NotPermitted):
            draft_comments.note(access=who, **{**said, "number": "3"})
    with scoped(auditor), pytest.raises(NotPermitted):
        draft_comments.decide(row.pk, access=auditor, **one, verdict="adopted")
    with scoped(office.district), pytest.raises(DraftComment.DoesNotExist):
        draft_comments.decide(row.pk, access=office.district, **one, verdict="adopted")


@pytest.mark.django_db
def test_pages_and_programs_lead_from_receipt_to_paper_and_rating() -> None:
    lead = make_agency(name="示例科创局")
    handler, clerk, chief = (
        make_user("handler", agency=lead), make_user("bureau_staff"), make_user("bureau_lead"),
    )  # fmt: skip
    desk, office, boss, api = Client(), Client(), Client(), APIClient()
    for client, user in ((desk, handler), (office, clerk), (boss, chief), (api, chief)):
        client.force_login(user)
    today = timezone.localdate()
    words = {
        "jurisdiction_id": make_city().pk, "number": "20250123", "kind": "motion",
        "session": "市政协十四届四次会议", "proposer": "示例委员", "title": "关于梯度培育的提案",
        "received_on": str(today - timedelta(30)), "due_on": str(today - timedelta(1)),
        "lead_id": lead.pk,
    }  # fmt: skip
    assert office.post("/proposals/new/", {**words, "number": ""}).status_code == 200
    made = office.post("/proposals/new/", words)
    assert made.status_code == 302, made.content.decode()
    address = made["Location"]
    assert "逾期" in office.get("/proposals/?late=1").content.decode()
    assert "关于梯度培育" in desk.get("/proposals/").content.decode()
    reply = {"write": "1", "reply": known_reply(), "expected_version": "1"}
    assert desk.post(address, {**reply, "reply": "[[x"}).status_code == 200
    assert desk.post(address, reply).status_code == 302
    assert "审定答复" not in desk.get(address).content.decode()
    shown = boss.get(address).content.decode()
    assert "审定答复" in shown
    draft = zipfile.ZipFile(io.BytesIO(desk.get(f"{address}paper/").content))
    assert "代拟稿" in draft.read("word/document.xml").decode()
    boss.post(address, {"return": "1", "reason": "", "expected_version": "2"})
    assert boss.post(address, {"approve": "1", "expected_version": "2"}).status_code == 302
    assert office.post(address, {"nothing": "1"}).status_code == 404
    sent = {"answer": "1", "document_no": "武经信函〔2025〕9号", "on": str(today)}
    assert office.post(address, sent).status_code == 302
    assert office.post(address, {"rate": "1", "satisfaction": "satisfied"}).status_code == 302
    paper = zipfile.ZipFile(io.BytesIO(boss.get(f"{address}paper/").content))
    text = paper.read("word/document.xml").decode()
    assert "引用数据口径" in text
    assert "截至 2025年7月25日" in text
    assert "代拟稿" not in text

    body = {
        "jurisdiction": "wuhan", "number": "9", "kind": "suggestion", "session": "四次会议",
        "proposer": "示例代表", "title": "建议", "received_on": str(today), "due_on": str(today),
        "lead": lead.code, "supporting": [make_agency().code],
    }  # fmt: skip
    one = api.post("/api/v1/proposals/", body, format="json")
    assert one.status_code == 201, one.content
    base = f"/api/v1/proposals/{one.json()['id']}/"
    api.force_login(clerk)
    assert api.post(f"{base}write/", {"reply": "好"}).status_code == 428
    tag = api.get(base)["ETag"]
    told = api.post(f"{base}write/", {"reply": known_reply()}, headers={"If-Match": tag})
    assert len(told.json()["figures"]) == 2
    api.force_login(chief)
    back = api.post(f"{base}return/", {"reason": "补"}, headers={"If-Match": told["ETag"]})
    assert back.json()["state"] == "returned"
    api.force_login(clerk)
    told = api.post(f"{base}write/", {"reply": "好"}, headers={"If-Match": back["ETag"]})
    api.force_login(chief)
    done = api.post(f"{base}approve/", headers={"If-Match": told["ETag"]})
    assert done.json()["state"] == "approved", done.content
    out = api.post(f"{base}answer/", {"document_no": "9号", "on": str(today)})
    assert out.json()["state"] == "answered"
    assert api.post(f"{base}rate/", {"satisfaction": "fairly"}).json()["state"] == "rated"
    assert api.get(f"{base}paper/").content[:2] == b"PK"

    with bootstrap_scope():
        draft_code = PolicyDocument.objects.filter(status="draft").order_by("id")[0]
    comment = {
        "jurisdiction_id": make_city().pk, "document_id": draft_code.pk, "number": "1",
        "from_whom": "示例商会", "received_on": str(today), "text": "建议写明金额",
    }  # fmt: skip
    assert office.post("/draft-comments/new/", {**comment, "text": ""}).status_code == 200
    assert office.post("/draft-comments/new/", comment).status_code == 302
    listed = api.get("/api/v1/draft-comments/", {"document": draft_code.code}).json()["results"]
    page = f"/draft-comments/{listed[0]['id']}/"
    words = {"verdict": "declined", "expected_version": "1"}
    assert "须写明理由" in office.post(page, words).content.decode()
    assert office.post(page, {**words, "reason": "由细则定"}).status_code == 302
    shown = office.get("/draft-comments/?verdict=declined").content.decode()
    assert "由细则定" in shown
    sent = {"document": draft_code.code, "jurisdiction": "wuhan", "number": "2", "text": "好",
            "from_whom": "示例", "received_on": str(today)}  # fmt: skip
    again = api.post("/api/v1/draft-comments/", sent, format="json")
    decided = api.post(
        f"/api/v1/draft-comments/{again.json()['id']}/decide/",
        {"verdict": "adopted"},
        headers={"If-Match": again["ETag"]},
    )
    assert decided.json()["verdict"] == "adopted"
    assert "满意" in b"".join(office.get("/proposals/?layout=csv").streaming_content).decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.covers("measures.proposals.receive", "race")
@pytest.mark.covers("measures.proposals.write", "race")
@pytest.mark.covers("measures.proposals.approve", "race")
@pytest.mark.covers("measures.proposals.send_back", "race")
@pytest.mark.covers("measures.proposals.answer", "race")
@pytest.mark.covers("measures.proposals.rate", "race")
@pytest.mark.covers("measures.draft_comments.note", "race")
@pytest.mark.covers("measures.draft_comments.decide", "race")
def test_of_two_at_once_the_second_is_told() -> None:
    office = Office()
    clerk, chief = office.clerk, office.chief
    one, two = office.receive(), office.receive(number="b")
    told = [office.write(row, clerk, "好") for row in (one, two)]
    by: dict[str, Any] = {"access": clerk, "at": AT}

    def both(act: Callable[[], object], who: Access) -> tuple[str, bool]:
        first, second = race(act, act, as_first=who, as_second=who)
        return first, second in {"refused", "stale_version"}

    def receive() -> object:
        return proposals.receive(
            **by, jurisdiction_id=office.city.pk, number="c", kind="motion", session="s",
            proposer="p", title="t", received_on=DAY, due_on=DAY, lead_id=office.lead.pk,
        )  # fmt: skip

    def write() -> object:
        return proposals.write(one.pk, **by, reply="更好", expected_version=told[0].version)

    def approve() -> object:
        words = {"expected_version": told[0].version + 1}
        return proposals.approve(one.pk, access=chief, at=AT, **words)

    def back() -> object:
        words: dict[str, Any] = {"reason": "补", "expected_version": told[1].version}
        return proposals.send_back(two.pk, access=chief, at=AT, **words)

    def answer() -> object:
        return proposals.answer(one.pk, **by, document_no="9", on=date(2025, 9, 1))

    def rate() -> object:
        return proposals.rate(one.pk, **by, satisfaction="fairly")

    with bootstrap_scope():
        draft = PolicyDocument.objects.filter(status="draft").order_by("id")[0]

    def note() -> object:
        return draft_comments.note(
            **by, document_id=draft.pk, jurisdiction_id=office.city.pk, number="1",
            from_whom="甲", received_on=DAY, text="乙",
        )  # fmt: skip

    assert both(receive, clerk) == ("done", True)
    assert both(write, clerk) == ("done", True)
    assert both(approve, chief) == ("done", True)
    assert both(back, chief) == ("done", True)
    assert both(answer, clerk) == ("done", True)
    assert both(rate, clerk) == ("done", True)
    assert both(note, clerk) == ("done", True)
    with scoped(clerk):
        comment = DraftComment.objects.get()

    def decide() -> object:
        words: dict[str, Any] = {"verdict": "adopted", "expected_version": 1}
        return draft_comments.decide(comment.pk, **by, **words)

    assert both(decide, clerk) == ("done", True)
