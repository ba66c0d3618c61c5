"""Filters of the list of enterprises: every one of them served by an index."""

from datetime import date
from typing import Final

from django.utils import timezone
from django_filters import rest_framework as filters
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from enterprises.choices import SizeClass, Tier
from enterprises.models import Enterprise, Industry, IndustryChain
from enterprises.queries import search
from enterprises.queries.highest import ending_before, holding, on_chain, standing_on
from enterprises.querysets import EnterpriseQuerySet
from enterprises.rules.ladder import RUNGS
from enterprises.rules.names import is_searchable
from enterprises.rules.register import LISTED
from enterprises.rules.uscc import normalise_uscc
from wuhan_smes.access import Access, Capability, Reach
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.pagination import Cursor, KeysetPagination

PAGING: Final = frozenset({"q", "cursor", "page_size", "ordering"})


class EnterpriseFilters(ProductFilterSet):
    q = filters.CharFilter(method="fits", label="名称、曾用名、拼音首字母或信用代码，至少两个字")
    uscc = filters.CharFilter(method="coded", label="统一社会信用代码")
    jurisdiction = filters.CharFilter(method="of_unit", label="管理单位代码")
    tier = filters.ChoiceFilter(choices=Tier.choices, method="holds", label="当日持有的称号")
    highest_tier = filters.ChoiceFilter(
        choices=[(tier.value, label) for tier, label in RUNGS.items()],
        method="stands_on",
        label="当日最高层级",
    )
    on = filters.DateFilter(method="as_it_is", label="称号按哪一天计算，默认今天")
    expiring_before = filters.DateFilter(method="ends_before", label="有称号在该日之前到期")
    chain = filters.CharFilter(method="on_chain", label="产业链代码")
    industry = filters.CharFilter(method="in_industry", label="行业代码开头，门类字母可不写")
    size = filters.ChoiceFilter(
        choices=SizeClass.choices, field_name="size_class", label="企业划型"
    )
    status = filters.ChoiceFilter(choices=[(it.value, it.label) for it in LISTED], label="状态")
    tag = filters.CharFilter(method="tagged", label="标签")

    class Meta:
        model = Enterprise
        fields: list[str] = []

    def fits(self, rows: EnterpriseQuerySet, name: str, text: str) -> EnterpriseQuerySet:
        if not is_searchable(text):
            raise ValidationError({"q": [search.TOO_SHORT]})
        paged = self.request.parser_context["view"].pagination_class is not None
        if paged and (place := _next_page(self.request)) is not None:
            after, limit = place
            found = search.find(text, reach=self.reach, after=after, limit=limit)
            return rows.filter(search.among(found.ids)) if found.ids else rows.none()
        return rows.filter(search.matching(text, reach=self.reach))

    def coded(self, rows: EnterpriseQuerySet, name: str, text: str) -> EnterpriseQuerySet:
        return rows.filter(uscc=normalise_uscc(text))

    def of_unit(self, rows: EnterpriseQuerySet, name: str, code: str) -> EnterpriseQuerySet:
        unit = Jurisdiction.objects.filter(code=code).first()
        if unit is None:
            raise ValidationError({name: [f"没有管理单位“{code}”"]})
        return rows if unit.parent_id is None else rows.filter(jurisdiction=unit)

    def in_industry(self, rows: EnterpriseQuerySet, name: str, code: str) -> EnterpriseQuerySet:
        """39 is said for C39: the digits are counted through all sections."""
        code = code.strip().upper()
        if code.isdecimal():
            whole = Industry.objects.filter(code__regex=f"^[A-Z]{code}$")
            code = whole.values_list("code", flat=True).first() or code
        return rows.filter(industry__code__startswith=code)

    def holds(self, rows: EnterpriseQuerySet, name: str, tier: str) -> EnterpriseQuerySet:
        return rows.filter(holding(tier, on=self.day, reach=self.reach))

    def stands_on(self, rows: EnterpriseQuerySet, name: str, tier: str) -> EnterpriseQuerySet:
        return rows.filter(standing_on(tier, on=self.day, reach=self.reach))

    def ends_before(self, rows: EnterpriseQuerySet, name: str, day: date) -> EnterpriseQuerySet:
        return rows.filter(ending_before(day, on=self.day, reach=self.reach))

    def on_chain(self, rows: EnterpriseQuerySet, name: str, code: str) -> EnterpriseQuerySet:
        chain = IndustryChain.objects.filter(code=code).first()
        if chain is None:
            raise ValidationError({name: [f"没有产业链“{code}”"]})
        return rows.filter(on_chain(chain.pk, on=self.day, reach=self.reach))

    def tagged(self, rows: EnterpriseQuerySet, name: str, tag: str) -> EnterpriseQuerySet:
        return rows.filter(tags__contains=[tag])

    def as_it_is(self, rows: EnterpriseQuerySet, name: str, day: date) -> EnterpriseQuerySet:
        """`on` alone hides nothing: it says for which day titles are shown."""
        return rows

    @property
    def reach(self) -> Reach:
        access: Access = self.request._request.access  # noqa: SLF001 - DRF's name for Django's request
        return access.reach(Capability.REGISTER_VIEW)

    @property
    def day(self) -> date:
        return self.form.cleaned_data.get("on") or timezone.localdate()


def _next_page(request: Request) -> tuple[int, int] | None:
    """Where the page begins and how many ids it takes, when only `q` narrows a list by id."""
    words = request.query_params
    if not set(words) <= PAGING or words.get("ordering", "id") != "id":
        return None
    size = words.get("page_size", str(KeysetPagination.default_size))
    if not size.isdecimal() or not 1 <= int(size) <= 200:
        return None
    if not words.get("cursor"):
        return 0, int(size) + 1
    place = Cursor.decoded(words["cursor"])
    if place.backwards or place.ordering != "id" or not isinstance(place.values[0], int):
        return None
    return place.values[0], int(size) + 1
