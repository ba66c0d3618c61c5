"""What the guide tells programs to send is sent, as it stands there, and answered."""

import json
import os
import re
import shlex
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.utils import timezone

from enterprises.choices import Tier
from tests.architecture.source import ROOT
from tests.enterprises.reports.conftest import award
from tests.factories.accounts import make_unit, make_user
from tests.factories.enterprises import make_enterprise
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.actions import tokens
from wuhan_smes.scope import scoped

GUIDE: Final = ROOT / "docs/guide/programs.md"
EXAMPLE: Final = re.compile(r"^```(sh|python)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def examples(language: str) -> list[str]:
    return [text for kind, text in EXAMPLE.findall(GUIDE.read_text("utf-8")) if kind == language]


def curls() -> Iterator[Request]:
    """The curl commands of the guide as what they would send."""
    for text in examples("sh"):
        if not text.startswith("curl"):
            continue
        told: dict[str, list[str]] = {"-H": [], "-d": [], "address": []}
        words = iter(shlex.split(os.path.expandvars(text.replace("\\\n", " "))))
        for word in words:
            if word in told:
                told[word].append(next(words))
            elif word not in ("curl", "-OJ"):
                told["address"].append(word)
        (address,), body = told["address"], "".join(told["-d"])
        headers = dict(it.split(": ", 1) for it in told["-H"])
        yield Request(address, body.encode() or None, headers)


def answered(request: Request) -> tuple[int, bytes]:
    """How the product answers: what it says, refusals too."""
    try:
        with urlopen(request) as answer:
            return answer.status, answer.read()
    except HTTPError as refused:
        with refused:
            return refused.code, refused.read()


@pytest.fixture
def program(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A city with something in it, and a key to write with."""
    monkeypatch.setattr("wuhan_smes.jobs.outbox.ring", lambda: None)
    firm = make_enterprise(unit=make_unit("jiangxia"), name="武汉示例科技有限公司")
    award(firm, Tier.SRDI_SME, until=timezone.localdate() + timedelta(days=30))
    user = make_user("bureau_staff")
    access = access_for(user)
    with scoped(access):
        key = tokens.issue(
            user.pk, access=access, at=timezone.now(), name="示例程序", may_write=True
        )
    monkeypatch.setenv("SITE", live_server.url)
    monkeypatch.setenv("TOKEN", key.secret)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("program")
def test_every_example_of_the_guide_runs_as_it_is_written(capsys) -> None:
    told: dict[str, Any] = {}
    for text in examples("python"):
        exec(text, told)
    answers = [answered(request) for request in curls()]

    assert told["names"]
    assert told["changed"]["established_on"] == "2015-03-01"
    assert capsys.readouterr().out.splitlines()[-1].startswith("400 invalid ")
    assert [status for status, _ in answers] == [200, 200, 200, 201, 202, 202], answers
    counts = {(it["key"], it["tier"]): it["count"] for it in json.loads(answers[0][1])}
    assert counts["all", "srdi_sme"] == 1
    assert "武汉" in answers[2][1].decode("utf-8-sig")
