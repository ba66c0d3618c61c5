"""What a keeper fills in: an account, a proposal, the words of a decision."""

from typing import Any

from django import forms
from django.forms.models import construct_instance
from unfold.widgets import UnfoldAdminPasswordWidget, UnfoldAdminTextInputWidget

from wuhan_smes.accounts.models import Grant, User
from wuhan_smes.accounts.roles import ROLES


class NewUserForm(forms.ModelForm):
    """An account with its first password; the actions judge both."""

    password = forms.CharField(
        label="初始密码", strip=False, widget=UnfoldAdminPasswordWidget, help_text="至少 10 位"
    )

    class Meta:
        model = User
        fields = ["username", "display_name", "jurisdiction", "agency", "station"]


class UserForm(forms.ModelForm):
    """Name and place of work. `version` is the one that was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="停用理由", required=False, widget=UnfoldAdminTextInputWidget, max_length=200
    )
    new_password = forms.CharField(
        label="重置密码",
        required=False,
        strip=False,
        widget=UnfoldAdminPasswordWidget,
        help_text="填写即重置；该用户的登录和令牌随即失效",
    )

    class Meta:
        model = User
        fields = ["display_name", "jurisdiction", "agency", "station"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version


class ProposalForm(forms.ModelForm):
    """Who is to hold which role over which one place, and why."""

    class Meta:
        model = Grant
        fields = ["user", "role", "jurisdiction", "agency", "station", "reason"]

    def _post_clean(self) -> None:
        """Not judged against constraints here: the action refuses in words."""
        self.instance = construct_instance(self, self.instance, self._meta.fields)

    def clean(self) -> dict[str, Any]:
        """Exactly the place that the role asks for."""
        words = super().clean() or {}
        role = ROLES.get(words.get("role", ""))
        if role is not None:
            for name in ("jurisdiction", "agency", "station"):
                wanted = name == role.anchor.value
                if wanted and not words.get(name):
                    self.add_error(name, f"“{role.label}”须选择此项")
                if not wanted and words.get(name):
                    self.add_error(name, f"“{role.label}”不按此项授权，请留空")
        return words


class DecisionForm(forms.ModelForm):
    """The words that go with declining or revoking."""

    note = forms.CharField(
        label="办理意见",
        required=False,
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
        help_text="退回或撤销时必填",
    )

    class Meta:
        model = Grant
        fields: list[str] = []
