"""Every table the product makes as a file: LibreOffice opens it and reads what was written.

With PICTURES the pages are left there as pdf, to be looked at.
"""

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final

import pytest

from tests.factories.accounts import make_unit, make_user
from tests.operations.test_every_report import CITY, built, choices, world
from tests.reporting.test_every_list import doors
from tests.walls.seeding import seed
from wuhan_smes.exchange.kinds import kinds
from wuhan_smes.exchange.template_book import template_book
from wuhan_smes.reporting.catalogue import catalogue
from wuhan_smes.reporting.cells import harmless
from wuhan_smes.reporting.fitting import said
from wuhan_smes.reporting.layouts import drawn, layouts_of
from wuhan_smes.reporting.sheet import NUMBERS, Sheet
from wuhan_smes.scope import bootstrap_scope

__all__ = ["world"]  # the fixture of the tests over the catalogue
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here"),
]
HEAD_ROWS: Final = 3  # title, who reports, the day
# Commas, UTF-8, cells as they are shown.
CSV: Final = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"
AT_ONCE: Final = 40  # files LibreOffice is given together


def converted(folder: Path, names: Iterable[str], to: str) -> None:
    """Each file in another form beside it; what LibreOffice cannot open is left out."""
    names = list(names)
    for start in range(0, len(names), AT_ONCE):
        subprocess.run(
            [
                *("soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"),
                *("--convert-to", to, "--outdir", str(folder / "out")),
                *(str(folder / name) for name in names[start : start + AT_ONCE]),
            ],
            check=True,
            capture_output=True,
            timeout=300,
        )


def read(folder: Path, name: str) -> list[list[str]]:
    text = (folder / "out" / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.reader(io.StringIO(text)))


def counted(said: str) -> str:
    """A number to the cent: LibreOffice puts into csv how much it is, not how it is shown."""
    try:
        return str(round(Decimal(said.replace(",", "")), 2))
    except InvalidOperation:
        return said


def shown(sheet: Sheet) -> list[list[str]]:
    """The table from its heading to its total."""
    rows = [*sheet.rows, *([sheet.total_row()] if sheet.total_label else [])]
    told = [
        [
            counted(said(cell)) if column.kind in NUMBERS else harmless(said(cell))
            for column, cell in zip(sheet.columns, row, strict=True)
        ]
        for row in rows
    ]
    return [[column.label for column in sheet.columns], *told]


def test_libreoffice_reads_each_report_as_it_was_written_and_nothing_that_is_broken(
    world, tmp_path
):
    sheets = {}
    for report in catalogue.open_to(CITY):
        for name, asked in ((report.name, {}), (f"{report.name}-other", {"tier": "all"})):
            if not asked or asked.keys() <= choices(report).keys():
                sheets[name] = built(report, CITY, **asked)
    for name, sheet in sheets.items():
        for layout in layouts_of(len(sheet.rows)):
            (tmp_path / f"{name}.{layout}").write_bytes(drawn(sheet, layout))
    whole = (tmp_path / "tier-table.xlsx").read_bytes()
    (tmp_path / "broken.xlsx").write_bytes(whole[: len(whole) // 2])

    converted(tmp_path, [*(f"{name}.xlsx" for name in sheets), "broken.xlsx"], CSV)
    converted(tmp_path, [f"{name}.docx" for name in sheets], "pdf")

    for name, sheet in sheets.items():
        wanted = shown(sheet)
        found = read(tmp_path, name)[HEAD_ROWS : HEAD_ROWS + len(wanted)]
        numbers = {n for n, column in enumerate(sheet.columns) if column.kind in NUMBERS}
        assert [
            [counted(cell) if n in numbers and r else cell for n, cell in enumerate(row)]
            for r, row in enumerate(row[: len(sheet.columns)] for row in found)
        ] == wanted, name
        assert (tmp_path / "out" / f"{name}.pdf").read_bytes().startswith(b"%PDF-"), name
        assert (tmp_path / f"{name}.pdf").read_bytes().startswith(b"%PDF-"), name
    assert not (tmp_path / "out" / "broken.csv").exists()
    if folder := os.environ.get("PICTURES"):
        for path in (*tmp_path.glob("*.pdf"), *(tmp_path / "out").glob("*.pdf")):
            kind = "set" if path.parent == tmp_path else "docx"
            shutil.copy(path, Path(folder) / f"{path.stem}-{kind}.pdf")


def test_libreoffice_opens_each_list_and_each_blank_template(client, tmp_path):
    unit = make_unit("jiangxia")
    seed(unit, make_unit("hongshan"))
    client.force_login(make_user("bureau_lead"))
    wanted = {}
    for n, (place, export) in enumerate(doors()):
        if not place.startswith("/"):
            continue
        body = client.get(f"{place}?layout=xlsx")
        content = b"".join(body.streaming_content) if body.streaming else body.content
        (tmp_path / f"list-{n}.xlsx").write_bytes(content)
        wanted[f"list-{n}"] = [column.label for column in export.columns]
    with bootstrap_scope():
        for kind in kinds.all():
            made = template_book(kind, reach=CITY.reach(kind.capability))
            (tmp_path / f"blank-{kind.name}.xlsx").write_bytes(made.content)
            wanted[f"blank-{kind.name}"] = [field.label for field in kind.all_fields]

    converted(tmp_path, [f"{name}.xlsx" for name in wanted], CSV)

    for name, heading in wanted.items():
        assert heading == read(tmp_path, name)[0][: len(heading)], name
