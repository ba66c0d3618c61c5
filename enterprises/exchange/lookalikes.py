"""Enterprises that a row may mean though no rule says so: alike in name, or one slip in the code.

For a person to choose from; nothing is ever decided by likeness.
"""

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from django.db import connection

from enterprises.models import Enterprise, EnterpriseName
from enterprises.queries import search
from enterprises.rules.names import bigrams, normalise_name
from enterprises.rules.uscc import ALPHABET, LENGTH
from wuhan_smes import many_rows
from wuhan_smes.access import Reach

MOST: Final = 6
LOOKED_AT: Final = 40
ENOUGH: Final = 5
LEAST: Final = 30
# Beside one that fits so well, the rest would only be in the way.
WITHIN: Final = 35
# What many names share and so says little: the place in front, the company form behind.
PLACE: Final = re.compile(r"^(?:湖北省?|武汉市?)+")
FORM: Final = re.compile(
    r"(?:\(?(?:有限合伙|普通合伙|集团|控股)\)?|股份|有限|责任|公司|合作社|事务所|中心|厂|分)+$"
)
ONE_SLIP: Final = """
    SELECT id FROM enterprises_enterprise WHERE uscc = ANY(%s::text[])
"""


class Lookalike(NamedTuple):
    enterprise_id: int
    score: int
    why: str


def lookalikes(values: Mapping[str, Any], *, reach: Reach) -> list[Lookalike]:
    """The likeliest first, at most six; none that is far behind the best."""
    name, uscc = values.get("name") or "", values.get("uscc") or ""
    found = {pk: Lookalike(pk, 90, "信用代码只差一位") for pk in _one_slip(uscc, reach)}
    for pk, score, why in _alike(normalise_name(name), reach):
        if pk in found:
            found[pk] = Lookalike(pk, min(99, 90 + score // 10), f"信用代码只差一位，{why}")
        elif score >= LEAST:
            found[pk] = Lookalike(pk, score, why)
    ranked = sorted(found.values(), key=lambda it: (-it.score, it.enterprise_id))[:MOST]
    return [it for it in ranked if it.score >= ranked[0].score - WITHIN]


def core_of(key: str) -> str:
    """What sets a name apart: 武汉示例光电股份有限公司 → 示例光电."""
    plain = re.sub(r"[()]", "", FORM.sub("", PLACE.sub("", key)))
    return plain if len(plain) >= 2 else key


def likeness(one: str, other: str) -> int:
    """How much two normalised names share, 0–100: in what sets them apart, and as a whole."""
    return round(60 * _shared(core_of(one), core_of(other)) + 40 * _shared(one, other))


def _shared(one: str, other: str) -> float:
    mine, theirs = bigrams(one), bigrams(other)
    return 2 * len(mine & theirs) / (len(mine) + len(theirs))


def _one_slip(uscc: str, reach: Reach) -> set[int]:
    if len(uscc) != LENGTH:
        return set()
    codes = [
        uscc[:at] + char + uscc[at + 1 :]
        for at in range(LENGTH)
        for char in ALPHABET
        if char != uscc[at]
    ]
    with connection.cursor() as cursor:
        cursor.execute(ONE_SLIP, [many_rows.array(codes, "text")])
        ids = [pk for (pk,) in cursor]
    return set(Enterprise.objects.within(reach).filter(pk__in=ids).values_list("pk", flat=True))


def _alike(key: str, reach: Reach) -> list[tuple[int, int, str]]:
    """Names that hold a piece of this one's core, the longest piece that finds enough."""
    if len(key) < 2:
        return []
    core, ids = core_of(key), set[int]()
    for piece in _pieces(core):
        ids.update(search.find(piece, reach=reach, limit=LOOKED_AT).ids)
        if len(ids) >= ENOUGH:
            break
    best: dict[int, tuple[int, str]] = {}
    names = EnterpriseName.objects.within(reach).current().filter(enterprise_id__in=ids)
    for pk, name, current in names.values_list("enterprise_id", "name", "during__upper_inf"):
        score = likeness(key, normalise_name(name))
        why = "名称相近" if current else f"与曾用名“{name}”相近"
        best[pk] = max(best.get(pk, (0, "")), (score, why))
    return [(pk, score, why) for pk, (score, why) in best.items()]


def _pieces(core: str) -> list[str]:
    """The whole core, its longer beginnings and ends, then every pair of characters."""
    longer = [core[:n] for n in (6, 4, 3) if n < len(core)] + ([core[-4:]] if len(core) > 4 else [])
    pairs = [core[at : at + 2] for at in range(len(core) - 1)]
    return list(dict.fromkeys([core, *longer, *pairs]))[:12]
