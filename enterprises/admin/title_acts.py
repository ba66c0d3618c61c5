"""The buttons on a title's page, each one act. After it the page shows the version it made."""

from collections.abc import Callable
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from unfold.decorators import action

from enterprises.actions import recognitions, title_changes
from enterprises.admin import title_forms as forms
from enterprises.models import Recognition
from enterprises.rules.spans import day_after, last_day
from wuhan_smes.access import Capability
from wuhan_smes.web.acts import Act, ActingAdmin
from wuhan_smes.web.admin import access_of

ACTS: dict[str, Act] = {
    "extend": Act(
        "复核中或延长",
        forms.ExtendForm,
        done="已延长",
        note="复核期间称号继续有效；二者选一。",
    ),
    "renew": Act(
        "复核通过",
        forms.RenewForm,
        done="已登记复核通过，新称号自原称号期满起接续",
    ),
    "withdraw": Act(
        "终止称号",
        forms.WithdrawForm,
        submit="确认终止",
        done="称号已终止",
        note="数据造假将终止该企业的全部称号；数据造假、严重违法失信或重大事故三年内不得再次认定。",
    ),
    "restore": Act(
        "恢复称号",
        forms.ReasonForm,
        submit="确认恢复",
        done="称号已恢复",
        note="随同一造假决定终止的称号一并恢复。",
    ),
    "correct": Act(
        "更正",
        forms.CorrectForm,
        submit="确认更正",
        done="已更正，此前所知仍可查看",
        note="只改登记错误的内容；每次更正增加一个版本，原版本保留。",
    ),
}
RECOGNISE = Act("登记称号", forms.RecogniseForm, submit="登记", done="称号已登记")


def stored(words: dict[str, Any]) -> dict[str, Any]:
    """The form's words as the action takes them: exclusive bounds, ids by their columns."""
    if "valid_to" in words:
        words["valid_until"] = day_after(words.pop("valid_to"))
    if "batch" in words:
        words["batch_id"] = words.pop("batch")
    return words


def button(name: str, icon: str) -> Any:
    def press(self: "TitleActs", request: HttpRequest, object_id: str) -> HttpResponse:
        title = cast("Recognition", self.reached(request, object_id))
        initial = _as_it_is(title) if name == "correct" else None
        do = self.verb(request, title, name)
        return self.act(
            request,
            ACTS[name],
            do,
            row=title,
            initial=initial,
            then=self.to_title,
            about=title.enterprise.name,
        )

    press.__name__ = name
    decorate = action(description=ACTS[name].title, permissions=["act"], icon=icon, url_path=name)
    return decorate(press)


class TitleActs(ActingAdmin):
    """What can be done to one title from its page."""

    actions_detail = [
        "extend",
        "renew",
        "withdraw",
        {"title": "更多", "icon": "more_horiz", "items": ["correct", "restore"]},
    ]
    extend = button("extend", "hourglass_top")
    renew = button("renew", "autorenew")
    withdraw = button("withdraw", "block")
    restore = button("restore", "restart_alt")
    correct = button("correct", "edit")

    def may_act(self, request: HttpRequest) -> bool:
        return access_of(request).holds(Capability.TITLE_EDIT)

    def to_title(self, done: Any) -> HttpResponse:
        """To the version that is true now: the one shown before has been superseded."""
        return redirect(f"{self.admin_site.name}:enterprises_recognition_change", done.pk)

    def verb(self, request: HttpRequest, title: Recognition, name: str) -> Callable[..., object]:
        who: dict[str, Any] = {"access": access_of(request), "at": timezone.now()}

        def extend(*, until: Any, **words: Any) -> object:
            return title_changes.extend(title.series, until=day_after(until), **who, **words)

        def renew(*, expected_version: int | None, **words: Any) -> object:
            award = recognitions.Award(**stored(words))
            return recognitions.renew(
                title.series, award=award, expected_version=expected_version, **who
            )

        def correct(*, reason: str, expected_version: int | None, **words: Any) -> object:
            changed = {
                column: value
                for column, value in stored(words).items()
                if getattr(title, column) != value
            }
            return title_changes.correct(
                title.series,
                values=changed,
                reason=reason,
                expected_version=expected_version,
                **who,
            )

        def plain(act: Callable[..., object]) -> Callable[..., object]:
            return lambda **words: act(title.series, **who, **words)

        verbs: dict[str, Callable[..., object]] = {
            "extend": extend,
            "renew": renew,
            "correct": correct,
            "withdraw": plain(title_changes.withdraw),
            "restore": plain(title_changes.restore),
        }
        return verbs[name]


def _as_it_is(title: Recognition) -> dict[str, Any]:
    """What the form shows before anything is typed."""
    names = [name for name in forms.CorrectForm.base_fields if hasattr(title, name)]
    return {
        **{name: getattr(title, name) for name in names},
        "batch": title.batch_id,
        "valid_to": last_day(title.valid_until),
    }
