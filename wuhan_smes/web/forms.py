"""The forms of signing in and of one's own password."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError


class SignInForm(AuthenticationForm):
    """A wrong name and a wrong password give the same answer."""

    error_messages = {
        "invalid_login": "用户名或密码不正确，请重新输入（注意大小写）",
        "inactive": "用户名或密码不正确，请重新输入（注意大小写）",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "用户名"
        self.fields["password"].label = "密码"
        self.fields["username"].error_messages["required"] = "请填写用户名"
        self.fields["password"].error_messages["required"] = "请填写密码"


class CodeForm(forms.Form):
    """Six digits from the app, or one of the recovery codes."""

    use_required_attribute = False

    code = forms.CharField(
        label="验证码",
        max_length=30,
        help_text="手机验证器应用现在显示的 6 位数字；手机不在身边时可输入一个恢复码",
        error_messages={"required": "请填写验证码"},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}
        ),
    )


class OwnPasswordForm(PasswordChangeForm):
    """The old password, and the new one twice."""

    error_messages = {
        "password_incorrect": "当前密码不正确，请重新输入",
        "password_mismatch": "两次输入的新密码不一致",
    }
    old_password = forms.CharField(
        label="当前密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = "新密码"
        self.fields["new_password2"].label = "再输入一次新密码"
        self.fields["new_password2"].help_text = ""
        for field in self.fields.values():
            field.error_messages["required"] = "请填写此项"

    def clean_new_password1(self) -> str:
        """The same password again would not be a change."""
        new: str = self.cleaned_data["new_password1"]
        if new and new == self.cleaned_data.get("old_password"):
            raise ValidationError("新密码不能与当前密码相同")
        return new
