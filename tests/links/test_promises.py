"""承诺书: worded for the one who signs, signed by name, sealed, and never written anew."""

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from typing import Final

import pytest
from django.db import ProgrammingError, transaction

from tests.links.conftest import CODE, NOON, Office, build_office
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import InputRefused
from wuhan_smes.links import visiting
from wuhan_smes.links.models import ActionLink
from wuhan_smes.links.promises import Promise
from wuhan_smes.links.purposes import purposes

PROMISE: Final = Promise(version=3, text="本企业承诺{number}“{title}”所填内容属实。")
WORDED: Final = "本企业承诺示例〔2026〕7号“示例事项”所填内容属实。"
# A changed wording is a new version, and a new line here.
WORDINGS: Final = {
    ("visit_confirmation", 1): "025e79521b723d78",
    ("payee_account", 1): "30cfb35c73e85eec",
}


@pytest.fixture
def promised(db: None) -> Iterator[Office]:
    yield build_office(promise=PROMISE)
    purposes.known.pop(CODE)


def signed(office: Office) -> ActionLink:
    link = visiting.opened(office.issue()[1], at=NOON, address=None)
    visiting.answer(link, at=NOON, words={}, signed_name=" 王经理 ")
    return ActionLink.objects.get(pk=link.id)


def test_a_promise_is_signed_by_name(promised: Office) -> None:
    link = visiting.opened(promised.issue()[1], at=NOON, address=None)

    with pytest.raises(InputRefused, match="请填写承诺人姓名"):
        visiting.answer(link, at=NOON, words={})

    assert link.promise == WORDED
    assert ActionLink.objects.get(pk=link.id).used_at is None


def test_what_was_signed_is_sealed_and_told_to_the_act_and_the_trail(promised: Office) -> None:
    link = signed(promised)

    ((_, _, words),) = promised.answers
    event = AuditEvent.objects.get(kind="link.used", target_id=link.pk)
    assert (link.promise, link.promise_version, link.signed_name) == (WORDED, 3, "王经理")
    assert (words["signed_name"], words["by_proxy"]) == ("王经理", False)
    assert event.changes["sealed"] == link.signed_digest
    assert link.signature_holds


@pytest.mark.parametrize(
    "altered",
    [
        {"promise": WORDED + "。"},
        {"promise_version": 4},
        {"number": "示例〔2026〕8号"},
        {"title": "另一事项"},
        {"signed_name": "李经理"},
        {"used_at": NOON + timedelta(seconds=1)},
    ],
)
def test_an_altered_word_breaks_the_seal_and_the_database_refuses_to_write_it(
    promised: Office, altered: dict[str, object]
) -> None:
    link = signed(promised)

    with (
        pytest.raises(ProgrammingError, match="stays as it is"),
        transaction.atomic(),
    ):
        ActionLink.objects.filter(pk=link.pk).update(**altered)

    for name, value in altered.items():
        setattr(link, name, value)
    assert not link.signature_holds


def test_a_new_wording_leaves_links_already_sent_as_they_were(promised: Office) -> None:
    sent, secret = promised.issue()
    purposes.known.pop(CODE)
    build_office(promise=Promise(version=4, text="新的措辞。"))

    assert visiting.opened(secret, at=NOON, address=None).promise == WORDED
    with pytest.raises(ProgrammingError, match="said once"), transaction.atomic():
        ActionLink.objects.filter(pk=sent.pk).update(promise="新的措辞。")


def test_the_wording_of_every_version_is_the_one_that_was_published() -> None:
    declared = {
        (it.code, it.promise.version): sha256(it.promise.text.encode()).hexdigest()[:16]
        for it in purposes.known.values()
        if it.promise is not None
    }

    assert declared == WORDINGS
