"""python -m tests.bench.twins_once: 查找重复 as the city's clerk and a district's. Prints JSON."""

import json
import os
import time
from typing import Any, Final

import django

CLERKS: Final = ("bureau", "district_east_lake")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wuhan_smes.settings")
    django.setup()
    print(json.dumps([searched(clerk) for clerk in CLERKS]))


def searched(clerk: str) -> dict[str, Any]:
    """Seconds of one search, how many enterprises it looked at and how many pairs are alike."""
    # Django's modules can be imported only after the set-up.
    from django.utils import timezone  # noqa: PLC0415

    from enterprises.actions import duplicates  # noqa: PLC0415
    from enterprises.models import Enterprise  # noqa: PLC0415
    from wuhan_smes.access import Capability  # noqa: PLC0415
    from wuhan_smes.accounts.access_for import access_for  # noqa: PLC0415
    from wuhan_smes.accounts.models import User  # noqa: PLC0415
    from wuhan_smes.scope import scoped  # noqa: PLC0415

    access = access_for(User.objects.get(username=clerk))
    with scoped(access):
        mine = Enterprise.objects.within(access.reach(Capability.REGISTER_EDIT)).count()
        begun = time.perf_counter()
        found = duplicates.find(access=access, at=timezone.now())
        seconds = time.perf_counter() - begun
    return {"looked_at": mine, "alike": found.alike, "seconds": seconds}


if __name__ == "__main__":
    main()
