"""What the seed decides, and what the plans promise, before anything is written."""

import hashlib
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from enterprises.models import Place
from enterprises.rules.uscc import uscc_faults
from tests.operations.demo_programs import connect, load_demo
from wuhan_smes.access import Access
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.errors import ActionRefused
from wuhan_smes.operations.demo.city import City, invented_places, read_city
from wuhan_smes.operations.demo.loader import LARGEST, load
from wuhan_smes.operations.demo.names import CodeMaker, fitting, key_of
from wuhan_smes.operations.demo.plans import Quotas
from wuhan_smes.operations.demo.population import Population
from wuhan_smes.operations.demo.rounds import ROUNDS
from wuhan_smes.operations.demo.spread import spread
from wuhan_smes.operations.demo.words import read_words
from wuhan_smes.scope import bootstrap_scope

AT = datetime(2026, 11, 20, 1, tzinfo=UTC)
BATCHES = {code: number for number, code in enumerate(ROUNDS, 1)}


@pytest.fixture
def city(db: None) -> City:
    with bootstrap_scope():
        units = dict(Jurisdiction.objects.values_list("code", "pk"))
        Place.objects.bulk_create(invented_places(read_words(), units))
        return read_city()


def digest(city: City, seed: int) -> str:
    found = hashlib.sha256()
    for chunk in Population(city, size=300, seed=seed, batches=BATCHES).chunks():
        for table in sorted(chunk):
            found.update("\n".join(chunk[table]).encode())
    return found.hexdigest()


def test_the_same_seed_gives_the_same_rows_and_another_gives_others(city: City) -> None:
    assert digest(city, 1) == digest(city, 1)
    assert digest(city, 1) != digest(city, 2)


@pytest.mark.parametrize("size", [30, 200, 12_000, 50_000, 1_000_000])
def test_plans_fill_a_city_of_any_size_exactly(size: int) -> None:
    plans = Quotas(size).plans()

    assert sum(number for _, number in plans) == size
    assert min(number for _, number in plans) >= 0


def test_parts_add_up_to_the_whole() -> None:
    assert spread(10, [1, 1, 1]) == [4, 3, 3]
    assert spread(0, [2, 1]) == [0, 0]


def test_codes_run_on_into_the_province_when_all_are_given() -> None:
    codes = CodeMaker(31**4 - 1)
    last = codes.next("company", "420100")

    code = codes.next("company", "420100")

    assert last is not None
    assert last.startswith("91420100MAXX")
    assert code is not None
    assert code.startswith("91420000MAXX")
    assert uscc_faults(code) == ()


def test_a_form_does_not_repeat_the_trade() -> None:
    assert fitting("医疗科技", "科技有限公司") == "有限公司"
    assert fitting("药业", "科技有限公司") == "科技有限公司"


def test_a_search_key_is_joined_from_its_parts() -> None:
    assert (
        key_of(("武汉", "示例", "晨星", "软件", "有限公司"))
        == "武汉示例晨星软件有限公司\nwhslcxrjyxgs"
    )


def test_every_word_of_the_lists_leads_to_reference_data(city: City) -> None:
    words = read_words()

    assert {code for trade in words.trades for code in trade.industries} <= set(city.industries)
    assert {trade.chain_2021 for trade in words.trades} <= set(city.chains)
    assert {trade.chain_12 for trade in words.trades if trade.chain_12} <= set(city.chains)
    assert len(words.units) == 15


@pytest.mark.parametrize("size", [29, LARGEST + 1])
def test_a_city_too_small_or_too_large_is_refused(db: None, size: int) -> None:
    with pytest.raises(ActionRefused, match="企业数须在"):
        load(
            size=size,
            seed=1,
            access=Access.of_system("测试"),
            at=AT,
            say=print,
        )


def test_only_the_owner_of_the_tables_may_load(db: None) -> None:
    with pytest.raises(ActionRefused, match="数据库所有者"):
        load(size=200, seed=1, access=Access.of_system("测试"), at=AT, say=print)


def test_a_small_city_works_and_leaves_a_trail(fresh_database: str) -> None:
    done = load_demo(fresh_database, "--enterprises", "200", "--seed", "7")

    assert done.returncode == 0, done.stderr
    with connect(fresh_database) as connection:
        rows = connection.execute(
            "SELECT (SELECT count(*) FROM enterprises_enterprise),"
            "       (SELECT changes->>'seed' FROM audit_auditevent WHERE kind = 'demo.loaded')"
        ).fetchall()
    assert rows == [(200, "7")]


def test_production_refuses_invented_data(settings: Any) -> None:
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="正式环境"):
        call_command("load_demo")
