"""What programs are told about the interface."""

import json
import re
from collections import Counter

import pytest
import yaml

from tests.factories.accounts import make_unit, make_user
from wuhan_smes.web.names import body_names
from wuhan_smes.web.schema_view import document

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(client):
    client.force_login(make_user("district_staff", unit=make_unit("jiangxia")))
    return lambda form: client.get("/api/v1/schema/", headers={"Accept": form})


def test_the_document_is_the_same_in_both_its_forms(asked):
    as_yaml = yaml.load(asked("application/vnd.oai.openapi").content, Loader=yaml.CSafeLoader)
    as_json = json.loads(asked("application/vnd.oai.openapi+json").content)

    assert as_json == as_yaml
    assert as_json["openapi"].startswith("3.1")
    assert "/api/v1/enterprises/" in as_json["paths"]


def test_bodies_of_one_name_are_told_apart():
    """A body described in place of another's would have clients send what is refused."""
    parts = document()["components"]["schemas"]
    names = list(body_names().values())

    assert len(set(names)) == len(names)
    assert "summary" in parts["PatchedServicesAmendBodyRequest"]["properties"]
    assert "statutory_code" in parts["PatchedEnterprisesAmendBodyRequest"]["properties"]


def test_no_two_operations_are_called_the_same():
    """Clients made from the document name their functions after them."""
    verbs = {"get", "post", "put", "patch", "delete"}
    parts = [one for path in document()["paths"].values() for one in path.items()]
    called = Counter(told["operationId"] for verb, told in parts if verb in verbs)

    assert [name for name, times in called.items() if times > 1] == []
    assert not [name for name in called if re.search(r"_[2-9]$", name)]


def test_every_vocabulary_has_a_name_somebody_gave_it():
    """A name made of a hash changes with the words, and clients' code with it: see `vocabulary`."""
    parts = document()["components"]["schemas"]

    hashed = re.compile(r"(?<=[a-z0-9])[0-9A-F][0-9a-f]{2}Enum$")

    assert [name for name in parts if hashed.search(name)] == []


def test_what_may_be_missing_refused_or_in_one_piece_is_told_so():
    """As fuzzing every operation asks of it."""
    told = document()
    parts, paths = told["components"]["schemas"], told["paths"]

    assert parts["Chain"]["properties"]["parent"]["type"] == ["string", "null"]
    assert "oneOf" not in parts["Job"]["properties"]["result"]
    assert "format" not in parts["Policy"]["properties"]["closes_at"]
    mine = paths["/api/v1/me/"]["get"]["responses"]["200"]["content"]["application/json"]
    assert mine["schema"] == {"$ref": "#/components/schemas/Me"}
    assert "404" in paths["/api/v1/duties/"]["post"]["responses"]
    assert "409" in paths["/api/v1/rule-changes/"]["get"]["responses"]


@pytest.mark.parametrize(
    "asked",
    [
        "period-indicators/?year=99999",
        "period-indicators/?year=-1",
        "prospect-load/?tier=tech_innovative",
    ],
)
def test_impossible_words_are_refused_with_their_place(client, asked):
    client.force_login(make_user("district_staff", unit=make_unit("jiangxia")))

    answer = client.get(f"/api/v1/{asked}")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"]


def test_it_is_told_to_nobody_who_has_not_signed_in(client):
    assert client.get("/api/v1/schema/").status_code == 401
