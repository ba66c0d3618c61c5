"""Every change of one enterprise as a plain call, for what all of them must have in common."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from enterprises.actions import classification, contacts, enterprises, moves, names, ownership
from enterprises.models import Enterprise
from tests.enterprises.register.conftest import NOON, Town
from tests.factories.enterprises import make_chain, make_industry, make_place
from wuhan_smes.access import Access

DAY: Final = date(2026, 3, 1)
Edit = Callable[..., object]


def prepared(town: Town) -> dict[str, dict[str, Any]]:
    """The words of each action, with the rows they point at."""
    chain = make_chain()
    return {
        "enterprises.amend": {"values": {"tags": ["高企"]}},
        "enterprises.deregister": {"on": DAY, "reason": "注销登记"},
        "names.rename": {"name": "示例更名后有限公司", "on": DAY},
        "classification.set_industry": {"industry_id": make_industry().pk, "on": DAY},
        "classification.join_chain": {"chain_id": chain.pk, "on": DAY, "is_primary": True},
        "classification.set_place": {"street_id": make_place().pk, "on": DAY},
        "classification.set_size": {"year": 2025, "size_class": "small"},
        "classification.set_scale": {"kind": "industrial", "stage": "pool", "on": DAY},
        "contacts.add": {"name": "张三", "phone": "13800000000"},
        "ownership.link": {"kind": "controls", "other_name": "示例控股公司", "valid_from": DAY},
        "moves.ask": {"to_jurisdiction_id": town.there.pk, "on": DAY, "reason": "搬迁"},
    }


NAMES: Final = (
    "enterprises.amend",
    "enterprises.deregister",
    "names.rename",
    "classification.set_industry",
    "classification.join_chain",
    "classification.set_place",
    "classification.set_size",
    "classification.set_scale",
    "contacts.add",
    "ownership.link",
    "moves.ask",
)
MODULES: Final = {
    "enterprises": enterprises,
    "names": names,
    "classification": classification,
    "contacts": contacts,
    "ownership": ownership,
    "moves": moves,
}


def edit(verb: str, enterprise: Enterprise, access: Access, /, **words: Any) -> object:
    """Call the action `verb` on `enterprise`."""
    module, _, function = verb.partition(".")
    return getattr(MODULES[module], function)(enterprise.pk, access=access, at=NOON, **words)
