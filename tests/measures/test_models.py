"""What the database refuses about documents, measures and clauses."""

import pytest
from django.db import IntegrityError, transaction

from measures.models import Clause, Measure, MeasureAgency, PolicyDocument

pytestmark = pytest.mark.django_db


def refuses(name, rows, **values):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        rows.update(**values)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("clause_amount_is_stated_or_null", {"amount": 0}),
        ("clause_amount_is_stated_or_null", {"amount_status": "stated"}),
        ("clause_amount_status_known", {"amount_status": "free"}),
        ("clause_reference_named", {"amount_status": "by_reference"}),
        ("clause_words_known", {"kind": "gift"}),
        ("clause_target_can_be_checked", {"kind": "target"}),
    ],
)
def test_a_clause_that_cannot_be_is_refused_by_name(name, values):
    refuses(name, Clause.objects.filter(code="1g"), **values)


def test_a_stated_amount_may_be_entered():
    Clause.objects.filter(code="1g").update(amount=500_000, amount_status="stated")

    assert Clause.objects.get(code="1g").amount_text == "500,000.00 元"


@pytest.mark.parametrize(
    ("code", "shown"),
    [("1a", ""), ("1g", "未明确"), ("8a", "按工信部有关要求执行"), ("15c", "")],
)
def test_what_a_page_shows_for_an_amount(code, shown):
    assert Clause.objects.get(code=code).amount_text == shown


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("1b", "不少于 4,000 家"),
        ("12a", "每年 每链 不少于 20 家"),
        ("23a", "每年 50 家左右"),
        ("1g", ""),
    ],
)
def test_what_a_page_shows_for_a_target(code, shown):
    assert Clause.objects.get(code=code).value_text == shown


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("document_can_be_cited", {"number": "", "title": ""}),
        ("document_words_known", {"status": "burnt"}),
        ("document_ends_after_it_begins", {"effective_from": "2029-01-01"}),
    ],
)
def test_a_document_that_cannot_be_is_refused_by_name(name, values):
    refuses(name, PolicyDocument.objects.filter(code="draft-measures"), **values)


def test_a_document_does_not_repeal_itself():
    draft = PolicyDocument.objects.filter(code="draft-measures")

    refuses("document_does_not_repeal_itself", draft, repeals=draft.get())


def test_the_draft_ends_with_2028_and_repeals_the_older_measures():
    draft = PolicyDocument.objects.get(code="draft-measures")

    assert str(draft.effective_until) == "2029-01-01"
    assert draft.repeals.number == "武政规〔2022〕23号"
    assert draft.effective_from is None


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("measure_number_is_positive", {"no": 0}),
        ("measure_theme_known", {"theme": "root"}),
        ("measure_numbered_once_a_document", {"no": 2}),
    ],
)
def test_a_measure_that_cannot_be_is_refused_by_name(name, values):
    refuses(name, Measure.objects.filter(no=1), **values)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("measure_lead_is_named_first", {"position": 2}),
        ("measure_lead_is_named_first", {"role": "co"}),
    ],
)
def test_a_duty_that_cannot_be_is_refused_by_name(name, values):
    refuses(name, MeasureAgency.objects.filter(measure__no=3, role="lead"), **values)


def test_a_measure_has_one_lead_a_line():
    second = MeasureAgency.objects.filter(measure__no=3, position=2)

    refuses("measure_has_one_lead_a_line", second, role="lead", position=1)
