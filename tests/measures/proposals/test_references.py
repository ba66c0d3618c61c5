"""Figures in a reply stand as references: found, filled in, and never half written."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from measures.reports.proposals import formal_name
from measures.rules.references import OPEN, Quoted, Reference, filled, malformed, references
from wuhan_smes.accounts.models import Agency

GIANTS = Reference("tier_holders:little_giant", date(2025, 7, 25))


def test_a_unit_signs_with_its_whole_name() -> None:
    economy = Agency(name="市经信局", aliases=["市经济和信息化局", "武汉市经济和信息化局"])

    assert formal_name(economy) == "武汉市经济和信息化局"
    assert formal_name(Agency(name="武汉金控集团")) == "武汉金控集团"


def test_a_reference_is_found_once_filled_with_its_figure_and_open_while_unknown() -> None:
    words = f"小巨人{GIANTS.text}家，较上年增加；{GIANTS.text}家中……[[managing_units@2025-07-25]]"
    it = Quoted(GIANTS.text, "小巨人", "348", "家", "2025-07-25", "持有")

    assert references(words) == [GIANTS, Reference("managing_units", date(2025, 7, 25))]
    assert filled(words, {GIANTS.text: it}) == f"小巨人348家，较上年增加；348家中……{OPEN}"
    assert "截至 2025-07-25" in it.note


def test_what_looks_like_a_reference_and_is_none_is_named() -> None:
    for wrong in ("[[小巨人@2025-07-25]]", "[[a@2025-02-30]]", "[[a]]", "[[a@2025-7-25]]", "[["):
        assert malformed(f"前{wrong}后"), wrong
        assert references(wrong) == []
    assert malformed(f"[1] {GIANTS.text} [注]") == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet="甲乙 [a]", max_size=8), min_size=1, max_size=5))
def test_words_without_references_stay_as_they_are(parts: list[str]) -> None:
    words = "—".join(parts)

    assert filled(words, {}) == words
