"""The base of every page that does one thing: a form, one action, and where it leads."""

from abc import abstractmethod
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from wuhan_smes.web.acts import REFUSED, attempt
from wuhan_smes.web.pages import ScopedPage


class ActPage(ScopedPage):
    """A refusal comes back as a sentence on the form; nothing was changed then."""

    template_name = "stations/act.html"
    submit: ClassVar[str] = "确认办理"
    done: ClassVar[str] = "已办理"
    note: ClassVar[str] = ""

    @abstractmethod
    def form(self, data: Any = None) -> forms.Form:
        """The form, with what was sent."""

    @abstractmethod
    def act(self, words: dict[str, Any]) -> Any:
        """The action, called with the cleaned words of the form."""

    @abstractmethod
    def leads_to(self, done: Any) -> str:
        """The address after it was done."""

    @property
    def who(self) -> dict[str, Any]:
        """Who acts, and when: what every action asks for."""
        return {"access": self.access, "at": timezone.now()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.form())
        return super().get_context_data(
            submit=self.submit, note=self.note, back=self.back(), **kwargs
        )

    def back(self) -> str:
        """Where 取消 leads."""
        steps = self.crumbs()
        return steps[-2].url if len(steps) > 1 else "/"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        done = attempt(form, lambda **words: self.act(words)) if form.is_valid() else REFUSED
        if done is REFUSED:
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, self.done)
        return HttpResponseRedirect(self.leads_to(done))
