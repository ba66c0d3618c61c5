"""manage.py import_file, as a night job would call it."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.factories.accounts import make_user
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.exchange.models import HeaderAlias, Import
from wuhan_smes.scope import bootstrap_scope

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clerk(transactional_db: None) -> str:
    user = make_user("district_staff", unit=Jurisdiction.objects.get(code="jiangxia"))
    return user.username


def written(folder: Path, text: str) -> str:
    path = folder / "写法.csv"
    path.write_text(text, "utf-8")
    return str(path)


def known(alias: str) -> bool:
    with bootstrap_scope():
        return HeaderAlias.objects.filter(alias=alias).exists()


def test_a_good_file_is_imported_and_the_numbers_are_told(tmp_path, clerk, capsys):
    path = written(tmp_path, "写法,字段\n厂名,name\n商号,name\n")

    call_command("import_file", "test_aliases", path, username=clerk)

    assert known("商号")
    assert "新增 2" in capsys.readouterr().out


def test_a_dry_run_writes_nothing_and_the_same_file_twice_changes_nothing(tmp_path, clerk, capsys):
    path = written(tmp_path, "写法,字段\n厂名,name\n")

    call_command("import_file", "test_aliases", path, "--dry-run", username=clerk)
    dry = known("厂名")
    for _ in range(2):
        call_command("import_file", "test_aliases", path, username=clerk)

    assert not dry
    assert "没有改动" in capsys.readouterr().out
    assert HeaderAlias.objects.filter(alias="厂名").count() == 1


def test_one_bad_row_stops_the_file_and_is_named(tmp_path, clerk, capsys):
    path = written(tmp_path, "写法,字段\n厂名,name\n禁用,name\n")

    with pytest.raises(CommandError, match="还有有错误 1 行"):
        call_command("import_file", "test_aliases", path, username=clerk)

    assert not known("厂名")
    assert "第 3 行" in capsys.readouterr().err
    with pytest.raises(CommandError, match="1 行不能导入"):
        call_command("import_file", "test_aliases", path, "--dry-run", username=clerk)


def test_good_rows_go_in_when_asked_for(tmp_path, clerk):
    path = written(tmp_path, "写法,字段\n厂名,name\n禁用,name\n")

    call_command("import_file", "test_aliases", path, "--good", username=clerk)

    assert known("厂名")


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        ("nothing", "写法\n", "没有导入类型"),
        ("test_aliases", "写法\n厂名\n", "请在页面"),
        ("test_aliases", "\x00\x01", "导入〔"),
    ],
)
def test_what_cannot_be_taken_ends_with_a_reason(tmp_path, clerk, kind, text, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("import_file", kind, written(tmp_path, text), username=clerk)


def test_nobody_and_nothing_are_refused(tmp_path, clerk):
    with pytest.raises(CommandError, match="没有启用的用户"):
        call_command("import_file", "test_aliases", written(tmp_path, "写法\n"), username="nobody")
    with pytest.raises(CommandError, match="无法读取"):
        call_command("import_file", "test_aliases", str(tmp_path / "no"), username=clerk)


def test_without_a_name_the_product_itself_imports_for_the_city(tmp_path, transactional_db):
    path = written(tmp_path, "写法,字段\n厂名,name\n")

    call_command("import_file", "test_aliases", path)

    with bootstrap_scope():
        assert Import.objects.get().actor is None
