"""The forms of a draft: its heading, and one line with its comparisons as rows."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from django import forms

from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.rulekit.choices import Agg, Change, CriterionKind, Op, Period, Role
from wuhan_smes.rulekit.conditions import (
    Comparison,
    Join,
    leaf_of,
    node_of,
    plain,
    rows_of,
    text_of,
)
from wuhan_smes.rulekit.fields import Grain, Kind, declared

SPARE: Final = 3
MOST: Final = 60
NONE: Final = ("", "—")
JOINS: Final = (
    (Join.ALL.value, "每组都要满足；一组内满足任一即可"),
    (Join.ANY.value, "满足任一组即可；一组内须全部满足"),
)
WHERE: Final = (NONE, ("test", "条件"), ("exempt", "豁免"), ("band", "分档"))
KINDS: Final = (("new", "新申报"), ("review", "复核"), ("self_assessment", "自评"))


def fields_offered(*kinds: Kind | Grain) -> list[tuple[str, str]]:
    """The dictionary for a list to choose from, in order of what people call it."""
    found = [
        (field.name, f"{field.label}（{field.unit}）" if field.unit else field.label)
        for field in declared().values()
        if not kinds or field.kind in kinds or field.grain in kinds
    ]
    return [NONE, *sorted(found, key=lambda one: one[1])]


class HeadingForm(forms.Form):
    """What stands above the lines."""

    name = forms.CharField(label="名称", max_length=100)
    document_no = forms.CharField(label="文件", max_length=200)
    recogniser = forms.CharField(label="认定机关", max_length=200, required=False)
    scope = forms.CharField(label="适用范围", max_length=200, required=False)
    effective_to = forms.DateField(
        label="停用日期（含当日）",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    pass_total = forms.DecimalField(label="合格分", required=False, min_value=0, max_value=1000)
    parts = forms.CharField(
        label="评分部分",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="一行一部分：名称 满分 [最低分]，如“创新能力 40 20”",
    )

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> "HeadingForm":
        scoring = said.get("scoring") or {}
        lines = [
            " ".join(str(word) for word in (name, part["max"], part.get("min")) if word is not None)
            for name, part in scoring.get("parts", {}).items()
        ]
        kept = {name: said.get(name) or "" for name in ("name", "document_no")}
        kept |= {name: said.get(name) or "" for name in ("recogniser", "scope")}
        kept["effective_to"] = said.get("effective_to")
        total = scoring.get("pass_total")
        return cls(initial={**kept, "pass_total": total, "parts": "\n".join(lines)})

    def said(self, before: Mapping[str, Any]) -> dict[str, Any]:
        """What was typed, in the written form; a part that must be exceeded stays so."""
        words = self.cleaned_data
        found = {name: words[name] for name in ("name", "document_no", "recogniser", "scope")}
        last = words["effective_to"]
        found["effective_to"] = last.isoformat() if last else None
        if before.get("scoring"):
            found["scoring"] = self._scoring(before["scoring"])
        return found

    def _scoring(self, before: Mapping[str, Any]) -> dict[str, Any]:
        parts: dict[str, dict[str, Any]] = {}
        for n, line in enumerate(self.cleaned_data["parts"].splitlines(), 1):
            name, *numbers = line.split()
            if not 1 <= len(numbers) <= 2 or not all(_is_number(word) for word in numbers):
                detail = f"评分部分第 {n} 行应为：名称 满分 [最低分]"
                raise InputRefused(Fault("parts", "unreadable", detail))
            kept = before["parts"].get(name, {}).get("min_exclusive")
            parts[name] = dict(zip(("max", "min"), map(_plain, numbers), strict=False))
            parts[name] |= {} if kept is None else {"min_exclusive": kept}
        total = sum((Decimal(str(part["max"])) for part in parts.values()), Decimal(0))
        passing = self.cleaned_data["pass_total"] or Decimal(0)
        return {"max_total": plain(total), "pass_total": plain(passing), "parts": parts}


class LineForm(forms.Form):
    """One line. Its comparisons are rows beside it (RowForm)."""

    code = forms.RegexField(r"^[A-Za-z0-9]{1,12}$", label="条款编号", help_text="如 H2，字母和数字")
    name = forms.CharField(label="名称", max_length=300, required=False)
    clause = forms.CharField(
        label="条款出处", max_length=100, required=False, help_text="如 第八条第（二）项"
    )
    change = forms.ChoiceField(label="对所依据规则", choices=Change, initial=Change.ADD)
    role = forms.ChoiceField(label="作用", choices=Role)
    kind = forms.ChoiceField(label="判定方式", choices=CriterionKind)
    applies_to = forms.MultipleChoiceField(
        label="只用于", choices=KINDS, required=False, widget=forms.CheckboxSelectMultiple
    )
    test_join = forms.ChoiceField(label="条件的组", choices=JOINS, initial=Join.ALL.value)
    exempt_join = forms.ChoiceField(label="豁免的组", choices=JOINS, initial=Join.ANY.value)
    band_join = forms.ChoiceField(label="分档的组", choices=JOINS, initial=Join.ANY.value)
    part = forms.CharField(label="所属评分部分", max_length=30, required=False)
    max = forms.DecimalField(label="满分", required=False, max_digits=6, decimal_places=2)
    rest_points = forms.DecimalField(label="其余情形得分", required=False, min_value=0)
    alternative_group = forms.CharField(label="择优组", max_length=12, required=False)
    judgement_field = forms.ChoiceField(label="人工判断", required=False)
    points_field = forms.ChoiceField(label="录入分数", required=False)
    subclass = forms.SlugField(label="子类", max_length=30, required=False)
    manual_check = forms.CharField(label="需人工核实", max_length=200, required=False)
    note = forms.CharField(label="说明", max_length=400, required=False)

    def __init__(self, *given: Any, **words: Any) -> None:
        super().__init__(*given, **words)
        judged, typed = fields_offered(Grain.JUDGEMENT), fields_offered(Kind.NUMBER)
        self.fields["judgement_field"].choices = judged  # type: ignore[attr-defined] # a ChoiceField
        self.fields["points_field"].choices = typed  # type: ignore[attr-defined] # a ChoiceField


class RowForm(forms.Form):
    """One comparison; left empty it is none."""

    where = forms.ChoiceField(label="用于", choices=WHERE, required=False)
    points = forms.DecimalField(label="得分", required=False, min_value=0)
    group = forms.IntegerField(label="组", required=False, min_value=1, max_value=30)
    field = forms.ChoiceField(label="指标", required=False)
    op = forms.ChoiceField(label="比较", choices=[NONE, *Op.choices], required=False)
    value = forms.CharField(label="数值", max_length=200, required=False)
    period = forms.ChoiceField(label="期间", choices=[NONE, *Period.choices], required=False)
    agg = forms.ChoiceField(label="多年", choices=[NONE, *Agg.choices], required=False)

    def __init__(self, *given: Any, **words: Any) -> None:
        super().__init__(*given, **words)
        self.fields["field"].choices = fields_offered()  # type: ignore[attr-defined] # a ChoiceField


RowSet: Final = forms.formset_factory(RowForm, extra=SPARE, max_num=MOST, absolute_max=MOST)


def line_initial(line: Mapping[str, Any]) -> dict[str, Any]:
    """A line as LineForm shows it."""
    bands = line.get("bands") or ()
    rest = next((band["points"] for band in bands if band["when"] is None), None)
    first = next((band["when"] for band in bands if band["when"] is not None), None)
    joins = {
        "test_join": rows_of(line.get("test"))[0].value,
        "exempt_join": rows_of(line["exempt_if"])[0].value if line.get("exempt_if") else "any",
        "band_join": rows_of(first)[0].value if first else "any",
    }
    return {**line, **joins, "rest_points": rest}


def row_initial(line: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The comparisons of a line as rows."""
    found = [_row("test", one) for one in rows_of(line.get("test"))[1]]
    found += [_row("exempt", one) for one in rows_of(line.get("exempt_if"))[1]]
    for band in line.get("bands") or ():
        found += [_row("band", one, band["points"]) for one in rows_of(band["when"])[1]]
    return found


def line_of(words: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What the two forms say, in the written form."""
    given = list(_asked(rows))
    parts = {
        "test": node_of(Join(words["test_join"]), _of("test", given)),
        "exempt_if": node_of(Join(words["exempt_join"]), _of("exempt", given)),
        "bands": _bands(words, given) if words["kind"] == CriterionKind.BANDS else None,
        "max": None if words["max"] is None else plain(words["max"]),
    }
    words_of = ("code", "name", "clause", "change", "role", "kind", "applies_to", "part")
    more = ("alternative_group", "judgement_field", "points_field", "subclass", "manual_check")
    said = {**{name: words[name] for name in (*words_of, *more, "note")}, **parts}
    return {name: it for name, it in said.items() if it not in (None, "", [])}


def _row(where: str, one: Comparison, points: Any = None) -> dict[str, Any]:
    value = text_of(one.leaf, declared())
    return {**one.leaf, "where": where, "group": one.group, "value": value, "points": points}


def _asked(rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Mapping[str, Any], Comparison]]:
    for n, row in enumerate(rows, 1):
        if row.get("field"):
            if not row["where"] or not row["op"] or not row["period"]:
                detail = f"第 {n} 行须写明用于何处、如何比较和期间"
                raise InputRefused(Fault("", "incomplete", detail))
            yield row, Comparison(row["group"] or n, leaf_of(row, declared(), f"第 {n} 行"))


def _of(where: str, rows: Sequence[tuple[Mapping[str, Any], Comparison]]) -> list[Comparison]:
    return [one for row, one in rows if row["where"] == where]


def _bands(
    words: Mapping[str, Any], rows: Sequence[tuple[Mapping[str, Any], Comparison]]
) -> list[dict[str, Any]]:
    """Rows of the same points are one band; the rest comes last."""
    points: dict[Decimal, list[Comparison]] = {}
    for row, one in rows:
        if row["where"] == "band":
            if row["points"] is None:
                raise InputRefused(Fault("", "incomplete", "分档的每一行须写明得分"))
            points.setdefault(row["points"], []).append(one)
    join = Join(words["band_join"])
    found: list[dict[str, Any]] = [
        {"when": node_of(join, some), "points": plain(value)} for value, some in points.items()
    ]
    rest = words["rest_points"]
    return found if rest is None else [*found, {"when": None, "points": plain(rest)}]


def _plain(word: str) -> int | float:
    return plain(Decimal(word))


def _is_number(word: str) -> bool:
    return word.replace(".", "", 1).isdecimal()
