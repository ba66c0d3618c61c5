"""Files refused as a whole: each with its own Chinese sentence that says what to do."""

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.exchange.reading.old_workbooks import compound, old_workbook
from tests.exchange.reading.reading import refusal, text_file, workbook

ROWS = [["序号", "企业名称"], [1, "示例甲"]]
Change = Callable[[dict[str, bytes]], Mapping[str, bytes] | None]


def tampered(path: Path, change: Change) -> Path:
    """A sound workbook whose members were changed."""
    workbook(path, ROWS)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    changed = change(members) or members
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in changed.items():
            archive.writestr(name, content)
    return path


def in_sheet(old: bytes, new: bytes) -> Change:
    def change(members: dict[str, bytes]) -> None:
        name = "xl/worksheets/sheet1.xml"
        assert old in members[name]
        members[name] = members[name].replace(old, new, 1)

    return change


def with_member(name: str, content: bytes) -> Change:
    return lambda members: {**members, name: content}


@pytest.mark.parametrize(
    ("change", "code", "advice"),
    [
        (in_sheet(b"<worksheet", b"<!DOCTYPE x><worksheet"), "doctype", "另存为"),
        (with_member("xl/externalLinks/externalLink1.xml", b"<x/>"), "external_links", "断开链接"),
        (with_member("xl/vbaProject.bin", b"x"), "macros", "另存为"),
        (with_member("../outside.xml", b"<x/>"), "path", "另存为"),
        (with_member("XL/workbook.xml", b"<x/>"), "broken", "另存为"),
        (lambda m: {**m, **{f"xl/m{i}.xml": b"" for i in range(200)}}, "members", "另存为"),
        (with_member("xl/media/a.xml", b"\0" * 30_000_000), "ratio", "另存为"),
        (in_sheet(b'<row r="2"', b'<row r="1048576"'), "rows", "csv"),
        (in_sheet(b'r="B2"', b'r="XFD2"'), "columns", "删去右侧"),
        (lambda m: {"word/document.xml": b"<x/>"}, "not_a_workbook", "Word"),
        (lambda m: {"content.xml": b"<x/>"}, "not_a_workbook", "OpenDocument"),
        (lambda m: {"表.txt": b"x"}, "not_a_workbook", "解压"),
        (with_member("xl/workbook.bin", b"x"), "binary_workbook", "另存为"),
        (lambda m: {n: c for n, c in m.items() if "sheet1" not in n}, "broken", "另存为"),
    ],
)
def test_a_harmful_or_foreign_archive_is_refused(
    tmp_path: Path, change: Change, code: str, advice: str
) -> None:
    refused = refusal(tampered(tmp_path / "a.xlsx", change), limits={"rows": 200_000})

    assert (refused.code, advice in refused.detail) == (code, True)


def test_what_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ROWS)

    assert refusal(path, limits={"unpacked_bytes": 1000}).code == "unpacked"


def test_a_member_larger_than_it_says_is_refused(tmp_path: Path) -> None:
    path = tampered(tmp_path / "a.xlsx", with_member("xl/a.xml", b"<x>" + b"y" * 5000 + b"</x>"))
    content = bytearray(path.read_bytes())
    name = content.rfind(b"xl/a.xml")
    content[name - 46 + 24 : name - 46 + 28] = (10).to_bytes(4, "little")
    path.write_bytes(content)

    assert refusal(path).code == "broken"


def test_a_truncated_workbook_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ROWS)
    path.write_bytes(path.read_bytes()[:-200])

    assert refusal(path).code == "broken"


def test_an_encrypted_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(compound("EncryptedPackage", b"secret"))

    refused = refusal(path)

    assert (refused.code, "取消密码" in refused.detail) == ("password", True)


def test_an_old_workbook_with_a_password_is_refused(tmp_path: Path) -> None:
    refused = refusal(old_workbook(tmp_path / "a.xls", ROWS, locked=True))

    assert (refused.code, "取消密码" in refused.detail) == ("password", True)


def test_another_compound_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(compound("WordDocument", b"text"))

    assert refusal(path).code == "not_a_workbook"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n  \n", "empty"),
        (b"%PDF-1.7 x", "pdf"),
        (b"\x89PNG\r\n", "picture"),
        (b"Rar!\x1a\x07", "archive"),
        (b"<html><table><tr><td>x</td></tr></table></html>", "markup"),
        (b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?><Workbook/>', "markup"),
        (b"MIME-Version: 1.0\r\n", "markup"),
        (b"\x09\x08\x08\x00\x00\x05\x05\x00", "old_workbook"),
        ("企业名称\n示例甲".encode() + b"\xff\xff\x80", "encoding"),
        (b"PK\x03\x04nothing", "broken"),
        (b"[1, 2]", "not_a_list"),
        (b'[{"name": ["a"]}]', "nested"),
        (b'[{"name": "a"', "broken"),
    ],
)
def test_what_is_no_list_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / ("a.json" if content.startswith(b"[") else "a.xls")
    path.write_bytes(content)

    assert refusal(path).code == code


def test_a_file_without_a_table_is_refused(tmp_path: Path) -> None:
    assert refusal(text_file(tmp_path / "a.csv", "只有一句话\n")).code == "no_table"
    assert refusal(workbook(tmp_path / "a.xlsx", [])).code == "no_table"


def test_a_table_without_a_required_column_is_refused_with_its_place(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", "说明\n序号,联系电话\n1,13800000000\n")

    refused = refusal(path)

    assert refused.code == "column_missing"
    assert "第2行" in refused.detail
    assert "“企业名称”" in refused.detail


def test_an_unclosed_quote_is_refused_with_its_row(tmp_path: Path) -> None:
    text = '序号,企业名称\n1,"示例甲\n' + "x" * 200_000
    refused = refusal(text_file(tmp_path / "a.csv", text))

    assert (refused.code, "引号" in refused.detail) == ("broken", True)


def test_too_many_rows_or_columns_are_refused(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", "序号,企业名称\n1,甲\n2,乙\n")

    assert refusal(path, limits={"rows": 2}).code == "rows"
    assert refusal(path, limits={"columns": 1}).code == "columns"


def test_a_zip_of_text_named_as_workbook_is_refused(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("名单.csv", "企业名称\n示例甲\n")
    path = tmp_path / "a.xlsx"
    path.write_bytes(packed.getvalue())

    assert refusal(path).code == "not_a_workbook"
