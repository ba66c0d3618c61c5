"""What is done with a programme from its page, one button each."""

from abc import abstractmethod
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from measures.actions import programmes
from measures.models import Programme
from measures.pages.programme_forms import AmendForm, EndForm, ProposeForm
from wuhan_smes.access import Capability
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.web.pages import ScopedPage


class ProgrammeAct(ScopedPage):
    """A form of the programme's page, posted; a refusal becomes a page that says why."""

    capability = Capability.PROGRAMME_EDIT
    http_method_names = ["post"]
    model = Programme
    form: ClassVar[type[forms.Form]] = forms.Form
    done: ClassVar[str]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            labels = {name: form.fields[name].label or name for name in form.errors}
            raise InputRefused(
                *(Fault(n, "invalid", f"{labels[n]}：{it[0]}") for n, it in form.errors.items())
            )
        row = self.do(pk, {"access": self.access, "at": timezone.now(), **form.cleaned_data})
        messages.success(request, self.done)
        return redirect("programme", row.pk)

    @abstractmethod
    def do(self, pk: int, words: dict[str, Any]) -> Programme:
        """The one action."""


class Propose(ProgrammeAct):
    title = "提请施行"
    form = ProposeForm
    done = "已提请施行，请另一人批准"

    def do(self, pk: int, words: dict[str, Any]) -> Programme:
        return programmes.propose(pk, **words)


class PutIntoForce(ProgrammeAct):
    capability = Capability.PROGRAMME_APPROVE
    title = "批准施行"
    done = "已批准施行"

    def do(self, pk: int, words: dict[str, Any]) -> Programme:
        return programmes.put_into_force(pk, **words)


class Amend(ProgrammeAct):
    title = "另拟新版"
    form = AmendForm
    done = "新版已草拟，请修改条款后提请施行"

    def do(self, pk: int, words: dict[str, Any]) -> Programme:
        return programmes.amend(pk, values={}, **words)


class End(ProgrammeAct):
    title = "终止项目"
    form = EndForm
    done = "项目已终止；此前发生的事实仍按本版兑付"

    def do(self, pk: int, words: dict[str, Any]) -> Programme:
        return programmes.end(pk, **words)
