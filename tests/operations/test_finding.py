"""One field for everything: what a few words find, and nobody finds what he may not see."""

import pytest

from tests.factories.accounts import make_access, make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.tickets import make_ticket
from wuhan_smes.operations.queries.finding import find_all
from wuhan_smes.scope import scoped


@pytest.fixture
def jiangxia(db):
    unit = make_unit("jiangxia")
    here = make_enterprise(unit=unit, name="示例江夏光电有限公司")
    there = make_enterprise(unit=make_unit("hongshan"), name="示例洪山光电有限公司")
    for firm, words in ((here, "江夏光电融资难"), (there, "洪山光电融资难")):
        make_ticket("collected", enterprise=firm, title=words)
    return unit


def found(access, words):
    with scoped(access):
        return {it.label: [hit.label for hit in it.hits] for it in find_all(words, access=access)}


def test_words_find_enterprises_tickets_measures_reports_and_pages_of_ones_own_reach(jiangxia):
    district, handler = make_access("district_staff", unit=jiangxia), make_access("handler")

    here = found(district, "光电")
    assert (here["企业"], here["问题"]) == (["示例江夏光电有限公司"], ["江夏光电融资难"])
    assert found(district, "梯度培育企业数量")["报表"] == ["梯度培育企业数量统计表"]
    assert "到期预警" in found(district, "到期")["页面"]
    assert found(make_access("bureau_staff"), "小巨人")["措施"]
    assert found(district, "光") == {}
    assert "企业" not in found(handler, "光电")
    assert "报表" not in found(handler, "梯度培育企业数量")


def test_the_page_answers_the_frame_with_the_hits_alone(jiangxia, client):
    client.force_login(make_user("district_staff", unit=jiangxia))
    whole = client.get("/find/?q=光电").content.decode()
    part = client.get("/find/?q=光电", headers={"HX-Request": "true"}).content.decode()

    assert "示例江夏光电有限公司" in whole
    assert "find-dialog" in whole
    assert "<html" not in part
    assert "示例江夏光电有限公司" in part
    assert "洪山" not in whole
    assert "没有找到" in client.get("/find/?q=查无此物").content.decode()
