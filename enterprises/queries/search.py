"""Which enterprises a person means by a few characters: name, former name, initials or code."""

import re
from dataclasses import dataclass
from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BigIntegerField, Exists, OuterRef, Q, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from enterprises.expressions import Among
from enterprises.models import EnterpriseName
from enterprises.rules.names import is_searchable, normalise_name
from enterprises.rules.uscc import normalise_uscc
from wuhan_smes.access import Reach
from wuhan_smes.errors import Fault, InputRefused

TOO_SHORT: Final = "请至少输入两个字（名称、曾用名、拼音首字母或统一社会信用代码）"
MOST: Final = 20_000
CODE: Final = re.compile(r"[0-9A-Z]{2,18}")
SEARCH: Final = "SELECT ids, common FROM enterprise_search(%s, %s, %s::bigint[], %s, %s)"


@dataclass(frozen=True, slots=True)
class Found:
    """Ids in ascending order; `common` when the word fits so many that they were not all listed."""

    ids: list[int]
    common: bool


def find(text: str, *, reach: Reach, after: int = 0, limit: int = 50) -> Found:
    """The next `limit` enterprises beyond id `after` that `text` fits. Refuses one character."""
    word, code = _words(text)
    units = None if reach.everywhere else sorted(reach.jurisdiction_ids)
    with connection.cursor() as cursor:
        cursor.execute(SEARCH, [word, code, units, after, limit])
        ids, common = cursor.fetchone() or ([], False)
    return Found(list(ids), bool(common))


def matching(text: str, *, reach: Reach) -> Q:
    """A condition on enterprises that `text` fits, to be combined with any other.

    A rare word becomes its ids; a common one is tested row by row, which fills a page at once.
    """
    found = find(text, reach=reach, limit=MOST + 1)
    if not found.common and len(found.ids) <= MOST:
        return among(found.ids)
    word, code = _words(text)
    names = EnterpriseName.objects.within(reach).current().filter(enterprise=OuterRef("pk"))
    fits = Q(Exists(names.filter(GreaterThan(StrIndex("search_key", Value(word)), 0))))
    return fits | Q(uscc__startswith=code) if code else fits


def among(ids: list[int]) -> Q:
    """A condition on enterprises: to be one of `ids`, which go to the database as one word."""
    return Q(Among("pk", Value(ids, output_field=ArrayField(BigIntegerField()))))


def _words(text: str) -> tuple[str, str]:
    """The word to look for in names, and the start of a code if it may be one."""
    if not is_searchable(text):
        raise InputRefused(Fault("q", "too_short", TOO_SHORT))
    code = normalise_uscc(text)
    return normalise_name(text), code if CODE.fullmatch(code) else ""
