import csv
import io

import openpyxl
import pytest

from tests.factories.accounts import make_unit, make_user
from tests.factories.enterprises import make_contact, make_enterprise, make_industry
from tests.factories.titles import make_batch, make_candidate, make_title


def content(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def rows(response) -> list[list[str]]:
    """The cells of a file as text, headings first, whichever layout it has."""
    body = content(response)
    if body[:2] != b"PK":
        return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    page = openpyxl.load_workbook(io.BytesIO(body)).active
    return [["" if cell.value is None else str(cell.value) for cell in row] for row in page]


def column(response, label: str) -> list[str]:
    heading, *found = rows(response)
    return [row[heading.index(label)] for row in found]


@pytest.fixture
def jiangxia():
    return make_unit("jiangxia")


@pytest.fixture
def two_units(jiangxia):
    """An enterprise with a title, a candidacy and a contact here, and one in another unit."""
    batch = make_batch()
    for unit, name in ((jiangxia, "示例江夏光电"), (make_unit("hongshan"), "示例洪山光电")):
        enterprise = make_enterprise(unit=unit, name=name, industry=make_industry())
        make_title(enterprise)
        make_contact(enterprise, phone="13912345678", email="li@example.cn")
        make_candidate(batch, enterprise, "applied")


@pytest.fixture
def clerk(client, two_units, jiangxia):
    """Signed in for the district of the first enterprise."""
    client.user = make_user("district_staff", unit=jiangxia)
    client.force_login(client.user)
    return client
