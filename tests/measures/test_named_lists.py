"""Lists of talents, teams and institutions: named once, reckoned as pasted, taken back whole."""

from decimal import Decimal

import pytest

from measures.choices import PayeeKind
from measures.models import Entitlement
from tests.enterprises.exchange.lists import applied, reverted
from tests.exchange.driving import handed_in, rows_of
from tests.factories.accounts import make_access
from tests.measures.promises.drafting import in_force
from wuhan_smes.exchange.choices import ImportState, Verdict
from wuhan_smes.scope import bootstrap_scope

HEAD = "兑现项目,人才编号,姓名,所属区,入选日期,租金(元),租期\n"


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """No broker is rung at."""
    monkeypatch.setattr("wuhan_smes.jobs.doorbell._silent_until", float("inf"))


def lines() -> list[tuple[object, ...]]:
    with bootstrap_scope():
        rows = Entitlement.objects.order_by("payee__identifier", "programme__code")
        return list(rows.values_list("payee__identifier", "programme__code", "state", "payable"))


def test_a_list_of_talents_and_one_of_teams_become_lines_once(transactional_db: None) -> None:
    city, lead = make_access("bureau_staff"), make_access("bureau_lead")
    words = {"eligibility": None, "instalments": [], "evidence": []}
    in_force(
        lead,
        city,
        "rent",
        title="硕士租金减免",
        payee_kind=PayeeKind.PERSON,
        amount_rule={
            "kind": "share",
            "percent": "100",
            "of": "rent",
            "limits": [{"of": "months", "most": "12"}],
        },
        **words,
    )
    in_force(
        lead,
        city,
        "teams",
        title="团队资助",
        payee_kind=PayeeKind.TEAM,
        amount_rule={"kind": "fixed", "amount": "60000"},
        **words,
    )
    text = HEAD + (
        "硕士租金减免,RC-1,示例人才一,江夏区,2026-03-02,12000.50,12\n"
        "团队资助,TD-1,示例团队,武昌区,2026-03-01,,\n"
        "团队资助,TD-1,示例团队,武昌区,2026-03-01,,\n"
    )
    wrong = handed_in(
        HEAD + "硕士租金减免,42010219900101123X,示例,江夏区,2026-03-02,5,12\n"
        "团队资助,TD-2,示例,武昌区,2025-01-01,,\n"
        "硕士租金减免,RC-2,示例人才二,江夏区,2026-03-02,5,13\n"
        "硕士租金减免,RC-3,示例人才三,江夏区,2026-03-02,,12\n",
        city,
        kind="named_payees",
    )

    import_ = handed_in(text, city, kind="named_payees")
    told = [(row.verdict, row.faults) for row in rows_of(import_, city)]
    assert told == [(Verdict.NEW, []), (Verdict.NEW, []), (Verdict.UNCHANGED, [])]
    done = applied(import_, city)
    again = handed_in(text, city, kind="named_payees")

    assert [row.faults[0]["code"] for row in rows_of(wrong, city)] == [
        "personal",
        "out_of_term",
        "over_limit",
        "required",
    ]
    assert lines() == [
        ("RC-1", "rent", "proposed", Decimal("12000.50")),
        ("TD-1", "teams", "proposed", Decimal("60000.00")),
    ]
    assert {row.verdict for row in rows_of(again, city)} == {Verdict.UNCHANGED}
    assert reverted(done, city).state == ImportState.REVERTED
    assert {state for _, _, state, _ in lines()} == {"lapsed"}
