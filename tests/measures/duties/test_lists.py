"""A quarter's words come in by list: a department's at once, the bureau's as an import."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from measures.actions.duties import judging, reporting
from measures.actions.duties.reporting import Word
from measures.choices import ProgressState
from measures.exchange.progress import AGENCY, CLAUSE, FIGURE, PROGRESS, QUARTER, TEXT, quarters
from measures.models import Commitment, ProgressEntry
from measures.rules import duties as rules
from tests.factories.accounts import make_access, make_agency, make_unit, make_user
from tests.factories.records import make_commitment
from tests.races import race
from wuhan_smes.access import Access, Reach
from wuhan_smes.accounts.models import Agency
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted
from wuhan_smes.exchange.choices import SourceRank, Verdict
from wuhan_smes.exchange.kinds import Context, Row
from wuhan_smes.scope import bootstrap_scope, scoped

AT = datetime(2025, 7, 10, 4, tzinfo=UTC)
FIRST = date(2025, 4, 1)
PAGE = "/commitments/desk/list/"


class Office:
    """A department that leads two clauses, and another with one."""

    def __init__(self) -> None:
        self.agency, self.other = make_agency(), make_agency()
        self.mine = [make_commitment(self.agency) for _ in range(2)]
        self.foreign = make_commitment(self.other)
        self.handler = make_access("handler", agency=self.agency)
        self.bureau, self.auditor = make_access("bureau_staff"), make_access("auditor")

    def words(self, *rows: Commitment, agency: Agency | None = None, text: str = "") -> list[Word]:
        unit = agency or self.agency
        return [Word(row.pk, unit.pk, FIRST, text or "已开展 3 场") for row in rows or self.mine]

    def tell(self, who: Access, *words: Word) -> list[ProgressEntry]:
        with scoped(who):
            return reporting.report_set(words or self.words(), access=who, at=AT)

    def take_back(self, who: Access, *ids: int, reason: str = "误报") -> list[ProgressEntry]:
        with scoped(who):
            return reporting.take_back_set(ids, access=who, at=AT, reason=reason)


@pytest.mark.django_db
@pytest.mark.covers(
    "measures.duties.reporting.report_set", "works", "refused", "reach", "capability"
)
@pytest.mark.covers(
    "measures.duties.reporting.take_back_set", "works", "refused", "reach", "capability"
)
def test_many_words_are_signed_together_and_go_back_while_nobody_judged_them() -> None:
    office = Office()
    half = [office.words()[0], *office.words(text=" ")]
    with pytest.raises(InputRefused):
        office.tell(office.handler, *half)
    with pytest.raises(Commitment.DoesNotExist):
        office.tell(office.handler, *office.words(office.foreign, agency=office.other))
    with pytest.raises(NotPermitted):
        office.tell(office.auditor)
    with bootstrap_scope():
        assert not ProgressEntry.objects.exists()
    told = office.tell(office.handler)
    ids = [row.pk for row in told]
    with pytest.raises(ActionRefused, match="已经报送"):
        office.tell(office.handler)
    (strange,) = office.tell(office.bureau, *office.words(office.foreign, agency=office.other))

    with pytest.raises(InputRefused):
        office.take_back(office.handler, *ids, reason=" ")
    with pytest.raises(ProgressEntry.DoesNotExist):
        office.take_back(office.handler, *ids, strange.pk)
    with pytest.raises(NotPermitted):
        office.take_back(office.auditor, *ids)
    assert {row.state for row in office.take_back(office.handler, *ids)} == {"returned"}
    with pytest.raises(ActionRefused, match="不能撤回"):
        office.take_back(office.handler, *ids)
    assert [row.pk for row in office.tell(office.handler)] == ids
    with scoped(office.bureau):
        kinds = AuditEvent.objects.filter(kind__startswith="progress.").order_by("id")
        assert list(kinds.values_list("kind", flat=True)) == [
            *["progress.report"] * 3,
            *["progress.take_back"] * 2,
            *["progress.report"] * 2,
        ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.covers("measures.duties.reporting.report_set", "race")
@pytest.mark.covers("measures.duties.reporting.take_back_set", "race")
def test_of_two_at_once_one_is_told() -> None:
    office = Office()

    def tell() -> object:
        return reporting.report_set(office.words(), access=office.handler, at=AT)

    who = {"as_first": office.handler, "as_second": office.handler}
    assert race(tell, tell, **who) == ("done", "refused")
    with bootstrap_scope():
        ids = list(ProgressEntry.objects.values_list("pk", flat=True))

    def back() -> object:
        return reporting.take_back_set(ids, access=office.handler, at=AT, reason="误报")

    assert len(ids) == 2
    assert race(back, back, **who) == ("done", "refused")


def handed(page: Client, text: str, quarter: date) -> tuple[int, str]:
    file = SimpleUploadedFile("进展.csv", text.encode())
    answer = page.post(PAGE, {"file": file, "quarter": quarter.isoformat()})
    return answer.status_code, answer.content.decode()


@pytest.mark.django_db
def test_a_department_tells_its_quarter_by_list_all_of_it_or_nothing() -> None:
    office, quarter = Office(), rules.last_ended(timezone.localdate())
    page, stranger = Client(), Client()
    page.force_login(make_user("handler", agency=office.agency))
    stranger.force_login(make_user("auditor"))
    first, second = (row.clause.code for row in office.mine)
    assert page.get(PAGE).status_code == 200
    assert page.get(f"{PAGE}?template=1").status_code == 200
    assert stranger.get(PAGE).status_code == 403

    head = "条款,完成数,进展\n"
    wrong = f"{first},3,已开展 3 场\n{office.foreign.clause.code},,别人的\nzz,,没有的\n1a,5,\n"
    status, shown = handed(page, head + wrong, quarter)
    assert status == 400
    assert "整张表没有登记" in shown
    assert "不是这一条款的责任单位" in shown
    assert "没有条款“zz”" in shown
    assert "第 2 行" not in shown
    twice = f"{first},3,甲\n{first},4,乙\n"
    assert "请只保留一行" in handed(page, head + twice, quarter)[1]
    assert handed(page, "随便,什么\n1,2\n", quarter)[0] == 400
    with bootstrap_scope():
        assert not ProgressEntry.objects.exists()

    right = f"{head}{first},3,已开展 3 场\n{second},,按计划推进\n"
    assert handed(page, right, quarter)[0] == 302
    assert handed(page, right, quarter)[0] == 302
    changed = right.replace("3 场", "4 场")
    assert "请市级退回后重报" in handed(page, changed, quarter)[1]
    with bootstrap_scope():
        rows = ProgressEntry.objects.order_by("pk")
        assert [(row.figure, row.text) for row in rows] == [
            (3, "已开展 3 场"),
            (None, "按计划推进"),
        ]
        assert {(row.agency_id, row.quarter_on, row.version) for row in rows} == {
            (office.agency.pk, quarter, 1)
        }
        entry = rows[0]
    with scoped(office.bureau):
        judging.give_back(entry.pk, access=office.bureau, at=timezone.now(), reason="补充")
    assert handed(page, changed, quarter)[0] == 302
    with bootstrap_scope():
        entry.refresh_from_db()
        assert (entry.text, entry.state) == ("已开展 4 场", ProgressState.SUBMITTED)


@pytest.mark.django_db
def test_the_bureau_imports_what_departments_sent_in_and_takes_it_back() -> None:
    office = Office()
    here = Context(1, office.bureau, AT, "表", SourceRank.DISTRICT, office.agency.jurisdiction_id)
    rows = [row_of(n, it, office.agency) for n, it in enumerate(office.mine)]
    rows.append(row_of(2, office.foreign, office.other))
    unit = make_unit("jiangxia")
    near = make_access("district_staff", unit=unit)
    at_home = Context(1, near, AT, "表", SourceRank.DISTRICT, unit.pk)
    with scoped(near):
        found = list(PROGRESS.decide(rows, at_home))
        assert {it.verdict for it in found} == {Verdict.REFUSED}
        assert {fault.code for it in found for fault in it.faults} == {"out_of_reach"}
    with scoped(office.bureau):
        assert verdicts(rows, here) == [Verdict.NEW] * 3
        traces = list(PROGRESS.apply(rows, here))
        assert verdicts(rows, here) == [Verdict.UNCHANGED] * 3
        assert PROGRESS.touched(traces) == {}
        PROGRESS.undo(traces, here)
        assert set(PROGRESS.touched(traces)) == {0, 1, 2}
        assert verdicts(rows, here) == [Verdict.CHANGED] * 3
    for words, code in (
        ({QUARTER: "2027-01-01"}, "in_the_future"),
        ({QUARTER: "2024-10-01"}, "not_begun"),
        ({TEXT: " "}, "required"),
        ({CLAUSE: "99z"}, "unknown"),
        ({AGENCY: office.other.code}, "not_responsible"),
    ):
        wrong = row_of(0, office.mine[0], office.agency, **words)
        with scoped(office.bureau):
            (decision,) = PROGRESS.decide([wrong], here)
        assert [fault.code for fault in decision.faults] == [code]
    bureau = Agency.objects.get(name="市经信局")
    with bootstrap_scope():
        counted = Commitment.objects.get(clause__code="1c")
        counted.starts_on = date(2025, 1, 1)
        counted.save()
    with scoped(office.bureau):
        (decision,) = PROGRESS.decide([row_of(0, counted, bureau, **{FIGURE: 5})], here)
    assert [fault.code for fault in decision.faults] == ["counted"]


def row_of(n: int, row: Commitment, agency: Agency, **given: Any) -> Row:
    values = {
        CLAUSE: row.clause.code,
        AGENCY: agency.code,
        QUARTER: FIRST.isoformat(),
        TEXT: "按计划推进",
        **given,
    }
    return Row(n, 0, n + 2, "", values, None)


def verdicts(rows: list[Row], here: Context) -> list[Verdict]:
    return [it.verdict for it in PROGRESS.decide(rows, here)]


@pytest.mark.django_db
def test_quarters_are_read_as_people_write_them() -> None:
    known, first = quarters(Reach()), rules.last_ended(timezone.localdate())
    number = first.month // 3 + 1

    for word in (rules.named(first), f"{first.year}年{number}季度", f"{first.year}Q{number}"):
        assert known[word] == first.isoformat()


@pytest.mark.django_db
def test_a_program_hands_in_the_words_of_a_unit_and_reads_its_desk() -> None:
    office = Office()
    api, other, bureau = APIClient(), APIClient(), APIClient()
    api.force_login(make_user("handler", agency=office.agency))
    other.force_login(make_user("handler", agency=office.other))
    bureau.force_login(make_user("bureau_staff"))
    mine, second = (it.clause.code for it in office.mine)
    head = "条款,完成数,进展\n"
    whole = f"{head}{mine},,已开展 3 场\n{second},,已建 2 个\n"
    quarter = rules.last_ended(timezone.localdate()).isoformat()

    def handed(who: APIClient, text: str, **words: str) -> Any:
        file = SimpleUploadedFile("进展.csv", text.encode())
        words = {"quarter_on": quarter, **words}
        return who.post("/api/v1/progress/list/", {"file": file, **words}, format="multipart")

    wrong = handed(api, whole + f"{office.foreign.clause.code},,不是本单位的\n")
    assert wrong.status_code == 400
    assert [it["pointer"] for it in wrong.json()["errors"]] == ["/rows/4/duty_agency"]
    assert handed(other, whole, agency=office.agency.code).status_code == 400
    with bootstrap_scope():
        assert not ProgressEntry.objects.exists()
    assert handed(api, whole).json() == {"new": 2, "changed": 0, "unchanged": 0}
    assert handed(api, whole).json() == {"new": 0, "changed": 0, "unchanged": 2}

    desk = api.get("/api/v1/duty-desk/").json()
    assert {it["clause"]: it["progress"]["text"] for it in desk} == {
        mine: "已开展 3 场",
        second: "已建 2 个",
    }
    assert {(it["role"], it["light"]) for it in desk} == {("lead", "amber")}
    asked = {"agency": office.agency.code, "quarter": quarter}
    assert bureau.get("/api/v1/duty-desk/", asked).json() == desk
    assert other.get("/api/v1/duty-desk/", asked).status_code == 404
    assert [it["clause"] for it in other.get("/api/v1/duty-desk/").json()] == [
        office.foreign.clause.code
    ]
    assert api.get("/api/v1/duty-desk/", {"quarter": "x"}).status_code == 400
