"""Two rows of the register in the same words, to be told apart by a person."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.timezone import localtime

from enterprises.models import Contact, Enterprise, EnterpriseName, EnterprisePlace, Recognition
from wuhan_smes.access import Reach


@dataclass(frozen=True, slots=True)
class Line:
    """One thing known of an enterprise; `differs` where the other row says something else."""

    label: str
    texts: tuple[str, ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class Portrait:
    """What is known of one row, line by line as of the other."""

    enterprise: Enterprise
    lines: tuple[Line, ...]


def portraits(first: int, second: int, *, reach: Reach) -> tuple[Portrait, Portrait]:
    """Both rows side by side. Raises DoesNotExist unless both are in reach."""
    rows = Enterprise.objects.within(reach).for_list()
    both = [rows.get(pk=pk) for pk in (first, second)]
    told = [dict(_said(row, reach)) for row in both]
    one, other = (
        Portrait(
            row,
            tuple(
                Line(label, texts, differs=texts != theirs[label]) for label, texts in mine.items()
            ),
        )
        for row, mine, theirs in zip(both, told, reversed(told), strict=True)
    )
    return one, other


def _said(row: Enterprise, reach: Reach) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "统一社会信用代码", _words(row.uscc)
    yield "管理单位", _words(row.jurisdiction.name)
    yield "状态", _words(row.get_status_display())
    yield "类型", _words(row.get_kind_display())
    yield "成立日期", _words(row.established_on)
    yield "行业", _words(row.industry)
    yield "企业划型", _words(row.get_size_class_display())
    mine = {"enterprise_id": row.pk}
    names = EnterpriseName.objects.within(reach).current().filter(**mine).order_by("during")
    yield "曾用名", tuple(name.name for name in names if name.during.upper is not None)
    places = EnterprisePlace.objects.within(reach).current().filter(**mine).order_by("-during")
    yield "地址", tuple(place.address for place in places[:1] if place.address)
    titles = Recognition.objects.within(reach).current().filter(**mine).order_by("-valid_from")
    yield "称号", tuple(f"{it.get_tier_display()}（{it.valid_from} 起）" for it in titles)
    people = Contact.objects.within(reach).filter(ended_at__isnull=True, **mine).order_by("id")
    yield "联系人", tuple(_words_of((it.name, it.masked_phone)) for it in people)
    yield "登记时间", _words(f"{localtime(row.created_at):%Y-%m-%d}")


def _words(value: object) -> tuple[str, ...]:
    return (str(value),) if value else ()


def _words_of(words: Iterable[str]) -> str:
    return " ".join(word for word in words if word)
