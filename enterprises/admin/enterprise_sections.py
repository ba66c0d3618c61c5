"""The sections of an enterprise's page: what is known of it, as people read it."""

from collections.abc import Sequence
from typing import Any, Final

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from enterprises.admin.tables import table, term
from enterprises.models import Contact, Enterprise, MoveRequest, Recognition
from enterprises.queries.overview import Event, timeline, titles
from enterprises.rules.spans import last_day
from wuhan_smes.access import Capability, Reach
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.web.acts import ActingAdmin

SECTIONS = [
    ("梯度称号", {"fields": ["titles_shown"]}),
    ("名称沿革", {"fields": ["names_shown"]}),
    ("管理单位变迁", {"fields": ["stays_shown", "requests_shown"]}),
    ("联系人", {"fields": ["contacts_shown"]}),
    ("位置", {"fields": ["places_shown"]}),
    ("行业与产业链", {"fields": ["industries_shown", "chains_shown"]}),
    ("划型与升规进限", {"fields": ["sizes_shown", "scales_shown"]}),
    ("股权与集团关系", {"fields": ["links_shown"]}),
    ("操作留痕", {"fields": ["trail_shown"]}),
]
MOST_EVENTS: Final = 20
ACT_WORDS: Final = {
    "enterprise.create": "登记企业",
    "enterprise.amend": "修改基本信息",
    "enterprise.rename": "更名",
    "enterprise.move": "迁移到其他管理单位",
    "enterprise.deregister": "注销或迁出本市",
    "enterprise.reactivate": "恢复在营",
    "enterprise.set_industry": "变更行业",
    "enterprise.join_chain": "加入产业链",
    "enterprise.leave_chain": "退出产业链",
    "enterprise.set_place": "变更位置",
    "enterprise.set_size": "登记年度划型",
    "enterprise.set_scale": "登记升规进限",
}
SHOWN = ["tags_shown", *(name for _, section in SECTIONS for name in section["fields"])]


class EnterpriseSections(ActingAdmin):
    """Readable sections; each row they show is within the reach of whoever opened the page."""

    @admin.display(description="标签")
    def tags_shown(self, enterprise: Enterprise) -> str:
        return "、".join(enterprise.tags) or "—"

    @admin.display(description="称号")
    def titles_shown(self, enterprise: Any) -> SafeString | str:
        rows = titles(enterprise.pk, reach=_reach(enterprise))
        return table(
            ("称号", "批次", "文号", "有效期", "状态"),
            (
                (
                    row.get_tier_display(),
                    row.batch or "—",
                    row.document_no or "—",
                    term(row.valid_from, last_day(row.extended_until or row.valid_until)),
                    _state(row),
                )
                for row in rows
            ),
        )

    @admin.display(description="名称")
    def names_shown(self, enterprise: Any) -> SafeString | str:
        return self._events(enterprise, "name", ("名称", "期间", "文号"))

    @admin.display(description="管理单位")
    def stays_shown(self, enterprise: Any) -> SafeString | str:
        return self._events(enterprise, "stay", ("管理单位", "期间", "起止原因"))

    @admin.display(description="位置")
    def places_shown(self, enterprise: Any) -> SafeString | str:
        return self._events(enterprise, "place", ("位置", "期间", "来源"))

    @admin.display(description="行业")
    def industries_shown(self, enterprise: Any) -> SafeString | str:
        return self._events(enterprise, "industry", ("行业", "期间", "来源"))

    @admin.display(description="产业链")
    def chains_shown(self, enterprise: Any) -> SafeString | str:
        return self._events(enterprise, "chain", ("产业链", "期间", "版本"))

    @admin.display(description="年度划型")
    def sizes_shown(self, enterprise: Any) -> SafeString | str:
        return self._events(enterprise, "size", ("划型", "期间", "来源"))

    @admin.display(description="升规进限")
    def scales_shown(self, enterprise: Any) -> SafeString | str:
        return self._events(enterprise, "scale", ("阶段", "期间", "确认单位"))

    @admin.display(description="股权与集团")
    def links_shown(self, enterprise: Any) -> SafeString | str:
        return self._events(enterprise, "ownership", ("关系", "期间", "持股"))

    @admin.display(description="迁移申请")
    def requests_shown(self, enterprise: Any) -> SafeString | str:
        reach = _reach(enterprise)
        rows = MoveRequest.objects.within(reach).with_units().filter(enterprise=enterprise)
        return table(
            ("接收单位", "日期", "理由", "状态"),
            (
                (row.to_jurisdiction, row.on, row.reason, row.get_state_display())
                for row in rows.order_by("-id")
            ),
        )

    @admin.display(description="联系人")
    def contacts_shown(self, enterprise: Any) -> SafeString | str:
        rows = enterprise.contacts.order_by("ended_at", "-is_primary", "id")
        return table(
            ("姓名", "职务", "电话", "邮箱", "状态"),
            (
                (
                    contact_link(row),
                    row.post or "—",
                    row.masked_phone or "—",
                    row.masked_email or "—",
                    "已停用" if row.ended_at else "主要联系人" if row.is_primary else "在用",
                )
                for row in rows
            ),
        )

    @admin.display(description="最近操作")
    def trail_shown(self, enterprise: Any) -> SafeString | str:
        events = AuditEvent.objects.within(_reach(enterprise)).about(enterprise)[:MOST_EVENTS]
        return table(
            ("时间", "操作人", "事项"),
            (
                (
                    timezone.localtime(event.at).strftime("%Y-%m-%d %H:%M"),
                    event.actor_name,
                    ACT_WORDS.get(event.kind, event.kind),
                )
                for event in events
            ),
        )

    def _events(self, enterprise: Any, kind: str, headers: Sequence[str]) -> SafeString | str:
        events = [event for event in _life(enterprise) if event.kind == kind]
        return table(headers, ((e.text, term(e.on, e.valid_to), e.note or "—") for e in events))


def contact_link(contact: Contact) -> SafeString:
    """To the contact's own page, where the whole number may be asked for."""
    address = reverse("admin:enterprises_contact_change", args=[contact.pk])
    return format_html('<a class="underline" href="{}">{}</a>', address, contact.name)


def _reach(enterprise: Any) -> Reach:
    """What the person who opened the page may see; the admin notes it on the row it fetched."""
    return enterprise.seen_by.reach(Capability.REGISTER_VIEW)  # type: ignore[no-any-return]


def _life(enterprise: Any) -> list[Event]:
    """The timeline, asked for once a page."""
    if not hasattr(enterprise, "life"):
        enterprise.life = timeline(enterprise.pk, reach=_reach(enterprise))
    return enterprise.life  # type: ignore[no-any-return]


def _state(title: Recognition) -> str:
    if title.withdrawal_cause:
        return f"{title.withdrawn_on} 因{title.get_withdrawal_cause_display()}终止"
    if timezone.localdate() in title.in_force:
        return "复核中，继续有效" if title.review_pending else "有效"
    return "尚未生效" if title.valid_from > timezone.localdate() else "已到期"
