"""The buttons on an enterprise's page, each one act."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from unfold.decorators import action

from enterprises.actions import classification, contacts, enterprises, moves, names, ownership
from enterprises.admin import enterprise_forms as forms
from enterprises.models import Enterprise
from wuhan_smes.access import Capability
from wuhan_smes.web.acts import Act, ActingAdmin
from wuhan_smes.web.admin import access_of

ACTS: dict[str, Act] = {
    "amend": Act("修改基本信息", forms.AmendForm, done="已修改"),
    "rename": Act("更名", forms.RenameForm, done="已更名，原名称仍可检索"),
    "move": Act(
        "迁移到其他管理单位",
        forms.MoveForm,
        done="已办理；如须对方单位接收，请在“迁移申请”中查看进展",
        note="您同时负责两个单位的，当即迁移；否则向对方单位提出申请，由对方或市级接收。",
    ),
    "deregister": Act("注销或迁出本市", forms.LeaveForm, submit="确认注销", done="已注销"),
    "reactivate": Act("恢复在营", forms.ReviveForm, done="已恢复在营"),
    "set_industry": Act("变更行业", forms.IndustryForm, done="行业已变更"),
    "join_chain": Act("加入产业链", forms.JoinChainForm, done="已加入产业链"),
    "leave_chain": Act("退出产业链", forms.LeaveChainForm, done="已退出产业链"),
    "set_place": Act("变更位置", forms.PlaceForm, done="位置已变更", note="未填写的项记为空。"),
    "set_size": Act("登记年度划型", forms.SizeForm, done="划型已登记"),
    "set_scale": Act("登记升规进限", forms.ScaleForm, done="升规进限已登记"),
    "add_contact": Act("添加联系人", forms.ContactForm, done="联系人已添加"),
    "link_ownership": Act("登记股权与集团关系", forms.OwnershipForm, done="关系已登记"),
}


def button(name: str, icon: str) -> Any:
    """A button of the page; whether it is shown depends on the right to edit the register."""

    def press(self: "EnterpriseActs", request: HttpRequest, object_id: str) -> HttpResponse:
        return self.press(request, object_id, name)

    press.__name__ = name
    return action(description=ACTS[name].title, permissions=["act"], icon=icon, url_path=name)(
        press
    )


class EnterpriseActs(ActingAdmin):
    """What can be done to one enterprise from its page."""

    actions_detail = [
        "rename",
        {
            "title": "状态与归属",
            "icon": "swap_horiz",
            "items": ["move", "deregister", "reactivate"],
        },
        {
            "title": "分类与位置",
            "icon": "category",
            "items": [
                "set_industry",
                "join_chain",
                "leave_chain",
                "set_place",
                "set_size",
                "set_scale",
            ],
        },
        {
            "title": "更多",
            "icon": "more_horiz",
            "items": ["amend", "add_contact", "link_ownership"],
        },
    ]

    amend = button("amend", "edit")
    rename = button("rename", "drive_file_rename_outline")
    move = button("move", "swap_horiz")
    deregister = button("deregister", "block")
    reactivate = button("reactivate", "restart_alt")
    set_industry = button("set_industry", "factory")
    join_chain = button("join_chain", "link")
    leave_chain = button("leave_chain", "link_off")
    set_place = button("set_place", "location_on")
    set_size = button("set_size", "straighten")
    set_scale = button("set_scale", "trending_up")
    add_contact = button("add_contact", "person_add")
    link_ownership = button("link_ownership", "account_tree")

    def may_act(self, request: HttpRequest) -> bool:
        return access_of(request).holds(Capability.REGISTER_EDIT)

    def press(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        enterprise: Enterprise = self.reached(request, object_id)
        do = partial(self._verbs(request)[name], enterprise.pk)
        initial = _as_it_is(enterprise) if name in {"amend", "set_place"} else None
        return self.act(request, ACTS[name], do, row=enterprise, initial=initial)

    def _verbs(self, request: HttpRequest) -> Mapping[str, Callable[..., object]]:
        access, now = access_of(request), timezone.now()
        who = {"access": access, "at": now}

        def amend(pk: int, *, expected_version: int | None, **values: Any) -> object:
            return enterprises.amend(pk, values=values, expected_version=expected_version, **who)  # type: ignore[arg-type]

        def move(pk: int, **words: Any) -> object:
            reach = access.reach(Capability.REGISTER_EDIT)
            both = reach.covers(words["to_jurisdiction_id"])
            return (moves.move if both else moves.ask)(pk, access=access, at=now, **words)

        plain: dict[str, Callable[..., object]] = {
            "rename": names.rename,
            "deregister": enterprises.deregister,
            "reactivate": enterprises.reactivate,
            "set_industry": classification.set_industry,
            "join_chain": classification.join_chain,
            "leave_chain": classification.leave_chain,
            "set_place": classification.set_place,
            "set_size": classification.set_size,
            "set_scale": classification.set_scale,
            "add_contact": contacts.add,
            "link_ownership": ownership.link,
        }
        return {
            "amend": amend,
            "move": move,
            **{name: partial(verb, **who) for name, verb in plain.items()},
        }


def _as_it_is(enterprise: Enterprise) -> dict[str, Any]:
    """What the form shows before anything is typed."""
    place = enterprise.places.current().order_by("-during").first()
    slots = ("street_id", "park_id", "building_id", "cluster_id", "wugu", "address")
    plain = ("uscc", "kind", "established_on", "statutory_code", "tags")
    return {
        **{name: getattr(enterprise, name) for name in plain},
        **({slot: getattr(place, slot) for slot in slots} if place else {}),
    }
