"""What a person sends about an import. Fields are named as the actions' arguments are."""

from typing import Any, Final

from django import forms

from wuhan_smes.access import Access
from wuhan_smes.exchange.choices import ImportState, SourceRank
from wuhan_smes.exchange.kinds import Kind, kinds

ANY: Final = ("", "全部")
ACCEPTED: Final = ".xlsx,.xls,.csv,.tsv,.txt,.json"


class UploadForm(forms.Form):
    """A file, what kind of list it is, and who says so."""

    use_required_attribute = False
    kind = forms.ChoiceField(
        label="名单类型",
        error_messages={
            "required": "请选择名单类型",
            "invalid_choice": "没有这个名单类型，或您不能导入它",
        },
    )
    rank = forms.TypedChoiceField(
        label="来源",
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", "按名单类型"), *SourceRank.choices],
        error_messages={"invalid_choice": "没有这个来源，请重新选择"},
        help_text="同一项有不同说法时，来源靠前的优先；同级以后导入的为准",
    )
    file = forms.FileField(
        label="文件",
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={
            "required": "请选择文件",
            "empty": "文件是空的，请检查后重新上传",
            "missing": "请选择文件",
        },
    )
    follows_id = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds: list[Kind] = kinds.open_to(access)
        self.fields["kind"].choices = [(it.name, it.title) for it in self.kinds]  # type: ignore[attr-defined] # a ChoiceField


class ImportSieve(forms.Form):
    """The list's filters; a wrong one is said beside it and shows nothing."""

    kind = forms.ChoiceField(label="名单类型", required=False)
    state = forms.ChoiceField(label="状态", required=False, choices=[ANY, *ImportState.choices])

    def __init__(self, words: Any) -> None:
        super().__init__(words)
        self.fields["kind"].choices = [ANY, *((it.name, it.title) for it in kinds.all())]  # type: ignore[attr-defined] # a ChoiceField
        self.is_valid()

    @property
    def chosen(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if value}
