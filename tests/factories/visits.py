"""Visits of stations, and of leaders and departments."""

from datetime import UTC, datetime
from itertools import count
from uuid import uuid4

from enterprises.models import Enterprise
from services.choices.visits import Purpose, VisitMode, VisitRank
from services.models import Visit, VisitMember, VisitPhoto
from tests.factories.accounts import make_station
from tests.factories.enterprises import make_enterprise
from wuhan_smes.accounts.models import ServiceStation
from wuhan_smes.files.models import StoredFile
from wuhan_smes.scope import bootstrap_scope

VISITED = datetime(2026, 3, 2, 2, tzinfo=UTC)
numbers = count(1)


def make_visit(
    enterprise: Enterprise | None = None,
    station: ServiceStation | None = None,
    **values: object,
) -> Visit:
    """A visit of a station of the enterprise's unit; with `rank`, of leaders or a department."""
    enterprise = enterprise or make_enterprise(unit=station.jurisdiction if station else None)
    if station is None and "rank" not in values:
        station = make_station(enterprise.jurisdiction)
    visited_at = values.get("visited_at", VISITED)
    with bootstrap_scope():
        return Visit.objects.create(
            **{
                "client_uuid": uuid4(),
                "enterprise": enterprise,
                "enterprise_name": enterprise.name,
                "jurisdiction_id": enterprise.jurisdiction_id,
                "station": station,
                "rank": VisitRank.STATION,
                "mode": VisitMode.PLACE,
                "visited_at": visited_at,
                "purposes": [Purpose.ROUTINE],
                "summary": f"走访记录{next(numbers)}",
                "recorded_at": visited_at,
                "recorded_by_name": "专员",
                **values,
            }
        )


def make_member(visit: Visit, **values: object) -> VisitMember:
    n = next(numbers)
    with bootstrap_scope():
        return VisitMember.objects.create(
            **{
                "visit": visit,
                "ordinal": n,
                "name": f"同行{n}",
                "unit": "测试局",
                "rank": VisitRank.DEPARTMENT,
                **values,
            }
        )


def make_photo(visit: Visit, *, owner_id: int | None = None, **values: object) -> VisitPhoto:
    """A photo's row and its file's, without the picture itself."""
    sha256 = str(values.pop("sha256", f"{next(numbers):064x}"))
    with bootstrap_scope():
        file = StoredFile.objects.create(
            name="photo.jpg",
            media_type="image/jpeg",
            size=3,
            sha256=sha256,
            owner_id=owner_id,
            jurisdiction_id=visit.jurisdiction_id,
            stored_at=visit.recorded_at,
        )
        return VisitPhoto.objects.create(
            **{
                "visit": visit,
                "client_uuid": uuid4(),
                "file": file,
                "media_type": "image/jpeg",
                "size": 3,
                "sha256": sha256,
                "added_at": visit.recorded_at,
                **values,
            }
        )
