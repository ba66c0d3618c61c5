"""What we stand on: pinned, hashed, of licences we may use, and listed."""

from pathlib import Path

import pytest

from tests.scans.packages import DEV_LOCK, LOCK, packages
from tests.scans.sbom import document


@pytest.mark.parametrize("lock", [LOCK, DEV_LOCK], ids=str)
def test_every_package_is_pinned_and_hashed_and_names_no_index(lock: Path) -> None:
    found = list(packages(lock))

    assert len(found) > 30
    assert [one.name for one in found if not one.hashes] == []
    assert not [line for line in lock.read_text().splitlines() if "index-url" in line[:20]]
    assert "://" not in lock.read_text()


def test_every_licence_is_one_we_may_use() -> None:
    assert [f"{one.name}: {one.licence}" for one in packages() if not one.is_allowed] == []


def test_the_bill_of_materials_lists_every_package_once() -> None:
    parts = [one["name"] for one in document()["components"]]

    assert parts == [one.name for one in packages()]
    assert len(set(parts)) == len(parts)


def test_every_package_we_ask_for_has_its_reason_written_down() -> None:
    reasons = Path("docs/decisions/0002-dependencies.md").read_text()
    asked = [
        line.partition("==")[0].partition("[")[0]
        for line in Path("requirements.in").read_text().splitlines()
        if line and not line.startswith("#")
    ]

    assert [name for name in asked if name not in reasons] == []
