"""A form that was not taken is asked again on a page of its own: every word stands as it was
typed, what is wrong beside its field.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpResponse

from wuhan_smes.web.pages import ScopedPage


class AskedAgain(ScopedPage):
    """What is posted to this address is done, or asked again with the reasons."""

    template_name = "money/again.html"
    http_method_names = ["post"]

    def again(
        self,
        form: forms.Form,
        *,
        label: str,
        back: str,
        rows: Sequence[Mapping[str, Any]] = (),
        may_send: bool = True,
    ) -> HttpResponse:
        """`rows` are those that were ticked: `pk`, and `seen` where the page told what it showed.
        `may_send` False: something is missing that only the page one came from has.
        """
        context = self.get_context_data(
            form=form, label=label, back=back, rows=rows, may_send=may_send
        )
        return self.render_to_response({**context, "title": f"{label}没有办成"})
