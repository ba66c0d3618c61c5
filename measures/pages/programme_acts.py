"""What is done with a programme from its page, one button each."""

from abc import abstractmethod
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from measures.actions import programmes
from measures.models import Programme
from measures.pages.asking import AskedAgain
from measures.pages.programme_forms import AmendForm, EndForm, ProposeForm
from wuhan_smes.access import Capability
from wuhan_smes.web.acts import REFUSED, attempt


class ProgrammeAct(AskedAgain):
    """A form of the programme's page, posted."""

    capability = Capability.PROGRAMME_EDIT
    model = Programme
    form: ClassVar[type[forms.Form]] = forms.Form
    done: ClassVar[str]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form, who = self.form(request.POST), {"access": self.access, "at": timezone.now()}
        row: Any = REFUSED
        if form.is_valid():
            row = attempt(form, lambda **words: self.do(pk, {**who, **words}))
        if row is REFUSED:
            return self.again(form, label=self.title, back=reverse("programme", args=[pk]))
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
