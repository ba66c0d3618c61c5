"""What the database refuses about programmes and lines, each rule by its name."""

from datetime import date

import pytest
from django.db import Error, connection, transaction

from measures.choices import EntitlementReason, EntitlementState, OncePer, ProgrammeState
from measures.models import Entitlement, Programme, ProgrammeShare
from tests.factories.enterprises import make_enterprise
from tests.factories.promises import make_entitlement, make_matter, make_programme
from wuhan_smes.scope import bootstrap_scope

pytestmark = pytest.mark.django_db


def refusal(model: type, pk: int, **values: object) -> str:
    """What the database says when a row is changed so."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(Error) as said, transaction.atomic():
        model.objects.filter(pk=pk).update(**values)
    return str(said.value)


def test_the_terms_of_a_programme_in_force_are_settled() -> None:
    with bootstrap_scope():
        programme = make_programme()

        assert "settled" in refusal(Programme, programme.pk, title="改名")
        assert "settled" in refusal(Programme, programme.pk, state=ProgrammeState.DRAFT)
        with pytest.raises(Error, match="settled"), transaction.atomic():
            ProgrammeShare.objects.create(programme=programme, level="municipal", percent=100)
        Programme.objects.filter(pk=programme.pk).update(
            state=ProgrammeState.ENDED, valid_until=date(2026, 1, 1)
        )


def test_a_draft_is_amended_and_its_rows_with_it() -> None:
    with bootstrap_scope():
        draft = make_programme(state=ProgrammeState.DRAFT)
        Programme.objects.filter(pk=draft.pk).update(title="改名")
        share = ProgrammeShare.objects.create(programme=draft, level="municipal", percent=100)
        share.delete()

        assert ProgrammeShare.objects.filter(programme=draft).count() == 0
        assert "programme_in_force_was_approved" in refusal(
            Programme, draft.pk, state=ProgrammeState.IN_FORCE
        )
        assert "programme_needs_four_eyes" in refusal(
            Programme, draft.pk, proposed_by_id=7, approved_by_id=7, state=ProgrammeState.IN_FORCE
        )
        assert "programme_pays_as_often_as_its_matter" in refusal(
            Programme, draft.pk, once_per=OncePer.YEAR
        )


def test_a_line_never_says_more_than_its_standard_nor_pays_an_unknown_amount() -> None:
    with bootstrap_scope():
        line = make_entitlement(make_enterprise())
        other = make_matter()
        said = {
            "entitlement_never_above_its_standard": {"payable": 1_000_001},
            "entitlement_amount_is_known_or_not": {"gross": None},
            "entitlement_without_amount_is_never_paid": {"gross": None, "payable": None},
            "entitlement_says_what_is_missing": {"missing": ["paper"]},
            "entitlement_is_of_its_programmes_matter": {"matter": other},
            "entitlement_period_plausible": {"period": 3},
        }
        for name, values in said.items():
            assert name in refusal(Entitlement, line.pk, **values)


def test_a_line_is_once_a_payee_a_programme_and_a_period() -> None:
    with bootstrap_scope():
        line = make_entitlement(make_enterprise())
        again = {
            "state": EntitlementState.DEFERRED,
            "reason": EntitlementReason.AMOUNT_UNKNOWN,
            "gross": None,
            "payable": None,
        }

        with pytest.raises(Error, match="entitlement_once_a_period"), transaction.atomic():
            make_entitlement(
                line.payee.enterprise, programme=line.programme, payee=line.payee, **again
            )
