"""A signed complaint is taken down, looked into and concluded; a name is seen with an entry."""

from datetime import date
from typing import Any

import pytest

from enterprises.actions import complaints
from enterprises.actions.complaints import Withdrawal
from enterprises.models import Complaint, Enterprise
from tests.enterprises.register.conftest import NOON, TODAY, Town, build_town
from tests.enterprises.titles.conftest import current, entries
from tests.factories.enterprises import make_enterprise
from tests.factories.titles import make_title
from tests.races import race
from wuhan_smes.access import Access
from wuhan_smes.errors import InputRefused, NotPermitted, StaleVersion, TransitionRefused
from wuhan_smes.scope import scoped

SIGNED: dict[str, Any] = {
    "received_on": date(2026, 3, 2),
    "complainant": "示例王某",
    "phone": "13800001234",
    "text": "研发费用虚报",
}
FALSE: dict[str, Any] = {"outcome": "dismissed", "conclusion": "账目一致"}


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


def register(who: Access, enterprise: Enterprise, **words: Any) -> Complaint:
    with scoped(who):
        return complaints.register(enterprise.pk, access=who, at=NOON, **{**SIGNED, **words})


def conclude(who: Access, row: Complaint, **words: Any) -> Complaint:
    with scoped(who):
        return complaints.conclude(row.pk, access=who, at=NOON, **{**FALSE, **words})


def reveal(who: Access, row: Complaint) -> Complaint:
    with scoped(who):
        return complaints.reveal(row.pk, access=who, at=NOON, reason="核实")


@pytest.mark.covers("enterprises.complaints.register", "works")
@pytest.mark.covers("enterprises.complaints.conclude", "works")
@pytest.mark.covers("enterprises.complaints.reveal", "works")
def test_what_is_found_true_may_cost_the_title_and_no_entry_tells_the_name(town: Town) -> None:
    title = make_title(town.enterprise())
    row = register(town.clerk, title.enterprise)

    seen = reveal(town.city, row)
    falls = Withdrawal(title.series, TODAY, "falsification", "鄂经信〔2026〕7号")
    done = conclude(town.city, row, outcome="upheld", conclusion="属实", withdrawal=falls)

    assert row.number.startswith("JB2026-")
    assert (row.masked_complainant, row.masked_phone) == ("示**", "*******1234")
    assert seen.complainant == SIGNED["complainant"]
    assert (done.concluded_on, done.withdrawn_series) == (TODAY, title.series)
    assert current(title.series).withdrawal_cause == "falsification"
    told = [*entries("complaint.register"), *entries("complaint.reveal")]
    assert len(told) == 2
    assert SIGNED["complainant"] not in str([*told, *entries("complaint.conclude")])


@pytest.mark.covers("enterprises.complaints.register", "refused")
@pytest.mark.covers("enterprises.complaints.conclude", "refused")
@pytest.mark.covers("enterprises.complaints.reveal", "refused")
def test_unsigned_groundless_and_second_words_are_refused(town: Town) -> None:
    title = make_title(town.enterprise())
    elsewhere = make_title(town.enterprise())
    for words, sentence in (
        ({"complainant": " "}, "须写明举报人"),
        ({"phone": "无"}, "可以联系到"),
        ({"text": ""}, "请填写举报内容"),
        ({"received_on": date(2026, 3, 4)}, "不能晚于今天"),
    ):
        with pytest.raises(InputRefused, match=sentence):
            register(town.clerk, title.enterprise, **words)
    row = register(town.clerk, title.enterprise)
    for words, sentence in (
        ({"outcome": "whim"}, "请选择核查结果"),
        ({"conclusion": " "}, "请填写核查情况"),
        ({"withdrawal": Withdrawal(title.series, TODAY)}, "未查实"),
        (
            {"outcome": "upheld", "withdrawal": Withdrawal(elsewhere.series, TODAY)},
            "没有这个称号",
        ),
    ):
        with pytest.raises(InputRefused, match=sentence):
            conclude(town.city, row, **words)
    with pytest.raises(NotPermitted, match="撤销称号由市级办理"):
        conclude(town.clerk, row, outcome="upheld", withdrawal=Withdrawal(title.series, TODAY))
    with pytest.raises(StaleVersion):
        conclude(town.clerk, row, expected_version=9)
    conclude(town.clerk, row)
    with pytest.raises(TransitionRefused, match="已经办结"):
        conclude(town.clerk, row)
    with pytest.raises(Complaint.DoesNotExist):
        reveal(town.city, Complaint(pk=0))


@pytest.mark.covers("enterprises.complaints.register", "reach", "capability")
@pytest.mark.covers("enterprises.complaints.conclude", "reach", "capability")
@pytest.mark.covers("enterprises.complaints.reveal", "reach", "capability")
def test_a_unit_looks_into_its_own_and_never_at_the_name(town: Town) -> None:
    theirs = register(town.city, make_enterprise(unit=town.there))

    with pytest.raises(Enterprise.DoesNotExist):
        register(town.clerk, theirs.enterprise)
    with pytest.raises(Complaint.DoesNotExist):
        conclude(town.clerk, theirs)
    for who in (town.other, town.reader):
        with pytest.raises(NotPermitted):
            reveal(who, theirs)
    with pytest.raises(NotPermitted):
        register(town.reader, theirs.enterprise)
    with pytest.raises(NotPermitted):
        conclude(town.reader, theirs)


@pytest.mark.covers("enterprises.complaints.register", "race")
@pytest.mark.covers("enterprises.complaints.conclude", "race")
@pytest.mark.covers("enterprises.complaints.reveal", "race")
@pytest.mark.django_db(transaction=True)
def test_two_at_once_get_two_numbers_and_one_conclusion() -> None:
    town = build_town()
    firm = town.enterprise()
    who = {"access": town.clerk, "at": NOON}

    def take_down() -> object:
        return complaints.register(firm.pk, **who, **SIGNED)

    assert race(take_down, take_down, as_first=town.clerk, as_second=town.clerk)[1] == "done"
    row, other = Complaint.objects.order_by("pk")
    assert row.number != other.number

    def end() -> object:
        return complaints.conclude(row.pk, **who, **FALSE)

    def look() -> object:
        return complaints.reveal(row.pk, access=town.city, at=NOON, reason="核实")

    assert race(end, end, as_first=town.clerk, as_second=town.clerk)[1] == "transition_refused"
    assert race(look, look, as_first=town.city, as_second=town.city) == ("done", "done")
    assert len(entries("complaint.reveal")) == 2
