"""The disk is full while a file is kept: a sentence, no half file, and the rest goes on."""

from collections.abc import Iterator

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import databases
from tests.factories.accounts import make_unit, make_user
from wuhan_smes.files.models import StoredFile, StoredPiece

pytestmark = pytest.mark.django_db(transaction=True)
FULL = """
    CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100';
    END $$;
    CREATE TRIGGER full_disk AFTER INSERT ON files_storedpiece
        FOR EACH ROW EXECUTE FUNCTION full_disk();
"""


@pytest.fixture
def full_disk(db: None) -> Iterator[None]:
    """No more piece of a file fits."""
    url = databases.url_for("TEST_ADMIN_DATABASE_URL", databases.own_name())
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(FULL)
        yield
        admin.execute("DROP FUNCTION full_disk CASCADE")


def test_a_file_that_does_not_fit_is_refused_in_words_and_leaves_nothing(client, full_disk):
    client.force_login(make_user("district_lead", unit=make_unit("jiangxia")))
    client.raise_request_exception = False
    file = SimpleUploadedFile("名单.csv", "企业名称\n甲厂\n".encode(), "text/csv")

    refused = client.post("/api/v1/imports/", {"kind": "enterprises", "file": file})
    still = client.get("/api/v1/imports/")

    assert refused.status_code == 503
    assert "Traceback" not in refused.content.decode()
    assert (StoredFile.objects.count(), StoredPiece.objects.count()) == (0, 0)
    assert (still.status_code, still.json()["results"]) == (200, [])
