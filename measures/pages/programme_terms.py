"""Between the fields of the form and the terms of a programme, both ways."""

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from enterprises.choices import Tier
from enterprises.rules.spans import day_after, last_day
from enterprises.rules.tier_words import tier_meant
from measures.actions.programme_rows import terms_of
from measures.choices import DocumentLevel, EvidenceKind, Gate
from measures.models import Programme
from measures.pages import programme_conditions as conditions
from wuhan_smes.errors import Fault, InputRefused

LABELS: Final[Mapping[str, str]] = dict(Tier.choices)
VETOES: Final[Mapping[str, tuple[str, Mapping[str, str | int]]]] = {
    "abnormal": (
        "未列入经营异常名录",
        {"field": "on_abnormal_list", "op": "is_false", "period": "as_of"},
    ),
    "dishonest": (
        "未列入严重失信主体名单",
        {"field": "on_dishonest_list", "op": "is_false", "period": "as_of"},
    ),
    "incident": (
        "近三年无重大事故和违法",
        {"field": "serious_incidents", "op": "==", "value": 0, "unit": "次", "period": "Y-3..now"},
    ),
    "evasion": (
        "近三年无偷漏税",
        {"field": "tax_evasion", "op": "==", "value": 0, "unit": "次", "period": "Y-3..now"},
    ),
}
PROOFS: Final = {
    EvidenceKind.CODE: "统一社会信用代码",
    EvidenceKind.CONTACT: "联系人",
    EvidenceKind.CERTIFICATE: "认定文号或证书编号",
    EvidenceKind.INDICATORS: "上年度指标",
}


def terms(words: Mapping[str, Any]) -> dict[str, Any]:
    """What the form says, as terms."""
    return {
        "title": words["title"],
        "matter_id": words["matter"].pk,
        "document_id": words["document"].pk,
        "clause_id": words["clause"].pk if words["clause"] else None,
        "basis": words["basis"],
        "mode": words["mode"],
        "level": words["level"],
        "unit_id": words["unit"].pk if words["unit"] else None,
        "payee_kind": words["payee_kind"],
        "valid_until": day_after(words["valid_to"]),
        "note": words["note"],
        **_rich(words),
    }


def initial(row: Programme) -> dict[str, Any]:
    """A programme as the form would have said it."""
    said = terms_of(row)
    amount, later = row.amount_rule or {}, row.deferral or {}
    event, *others = (row.eligibility or {}).get("events") or [{}]
    lines = (row.eligibility or {}).get("criteria", ())
    instalments = said["instalments"]
    return {
        **{name: said[name] for name in ("title", "basis", "mode", "level", "payee_kind", "note")},
        "code": row.code,
        "matter": row.matter_id,
        "document": row.document_id,
        "clause": row.clause_id,
        "unit": row.unit_id,
        "event": event.get("event", ""),
        "tiers": event.get("tiers", []),
        "scales": event.get("scales", []),
        "first_time": event.get("first_time", False),
        "also": [other.get("event") for other in others],
        "conditions": conditions.text_of(lines),
        "vetoes": sorted({line["code"] for line in lines} & set(VETOES)),
        "amount_kind": amount.get("kind", ""),
        **{name: amount.get(name) for name in ("amount", "percent", "of", "cap")},
        "steps": "\n".join(
            f"{LABELS.get(it['from'], it['from'])} {it['amount']}" for it in amount.get("rows", ())
        ),
        "lasting": later.get("lasting", ""),
        "check_years": later.get("years"),
        "check_month": later.get("month"),
        "check_day": later.get("day"),
        **{f"share_{it['level']}": it["percent"] for it in said["shares"]},
        "instalments": ",".join(f"{it['percent'].normalize():f}" for it in instalments),
        "months": instalments[1]["after_months"] if len(instalments) > 1 else None,
        "proofs": [it["kind"] for it in said["evidence"] if it["kind"] != EvidenceKind.PAPER],
        "papers": "\n".join(it["title"] for it in said["evidence"] if it["kind"] == "paper"),
        "valid_to": last_day(row.valid_until),
    }


# Terms that several fields say together.
FIELDS: Final[Mapping[str, frozenset[str]]] = {
    "eligibility": frozenset(
        {"event", "also", "tiers", "scales", "first_time", "conditions", "vetoes"}
    ),
    "amount_rule": frozenset({"amount_kind", "amount", "percent", "of", "cap", "steps"}),
    "deferral": frozenset({"lasting", "check_years", "check_month", "check_day"}),
    "shares": frozenset(f"share_{level}" for level in DocumentLevel.values),
    "instalments": frozenset({"instalments", "months"}),
    "evidence": frozenset({"proofs", "papers"}),
    "valid_until": frozenset({"valid_to"}),
    **{f"{name}_id": frozenset({name}) for name in ("matter", "document", "clause", "unit")},
}


def changed(row: Programme, words: Mapping[str, Any], touched: Collection[str]) -> dict[str, Any]:
    """The terms of which a field was changed; what the form cannot say whole is left as it is, and
    refused where it is what was to be changed.
    """
    after, shown, kept = terms(words), _rich(initial(row)), terms_of(row)
    found = {}
    for name, value in after.items():
        if FIELDS.get(name, frozenset({name})).isdisjoint(touched):
            continue
        if name in shown and _ordered(shown[name]) != _ordered(kept[name]):
            (field, *_) = sorted(FIELDS[name] & set(touched))
            why = "该项目的这一项比本页能填的更细，请通过接口修改，其余各项可以在本页修改"
            raise InputRefused(Fault(field, "terms", why))
        found[name] = value
    return found


def _ordered(term: Any) -> Any:
    """Rows of a term in an order of their own; anything else as it is."""
    if not isinstance(term, list):
        return term
    return sorted(term, key=lambda row: str([row.get(key) for key in ("level", "ordinal", "code")]))


def _rich(words: Mapping[str, Any]) -> dict[str, Any]:
    """The terms of several fields, as the form would write them."""
    return {
        "eligibility": _eligibility(words),
        "amount_rule": _amount(words),
        "deferral": _deferral(words),
        "shares": list(_shares(words)),
        "instalments": list(_instalments(words)),
        "evidence": list(_evidence(words)),
    }


def _eligibility(words: Mapping[str, Any]) -> dict[str, Any] | None:
    if not words["event"]:
        return None
    about = {name: words[name] for name in ("tiers", "scales") if words[name]}
    if words["first_time"]:
        about["first_time"] = True
    kinds = dict.fromkeys([words["event"], *words["also"]])
    events = [{"event": kind, **about} for kind in kinds]
    lines = [
        *conditions.criteria(words["conditions"]),
        *(
            {
                "code": code,
                "name": VETOES[code][0],
                "role": "veto",
                "kind": "test",
                "test": dict(VETOES[code][1]),
            }
            for code in words["vetoes"]
        ),
    ]
    return {"events": events, **({"criteria": lines} if lines else {})}


def _amount(words: Mapping[str, Any]) -> dict[str, Any] | None:
    kind = words["amount_kind"]
    if not kind:
        return None
    rule: dict[str, Any] = {"kind": kind}
    if kind == "table":
        return {**rule, "of": "tier", "rows": list(_steps(words["steps"]))}
    if kind in {"fixed", "per_unit"}:
        rule["amount"] = _number(words, "amount")
    if kind == "share":
        rule["percent"] = _number(words, "percent")
    if kind != "fixed":
        rule["of"] = words["of"]
        if words["cap"] is not None:
            rule["cap"] = str(words["cap"])
    return rule


def _steps(text: str) -> Iterator[dict[str, str]]:
    for line in filter(None, map(str.strip, text.splitlines())):
        said, _, amount = line.replace("：", " ").replace("\u3000", " ").rpartition(" ")
        tier = tier_meant(said)
        if tier is None:
            why = f"“{line}”应形如：小巨人 300000；没有称号“{said.strip()}”"
            raise InputRefused(Fault("steps", "terms", why))
        yield {"from": tier, "amount": amount.replace(",", "").replace("，", "")}


def _deferral(words: Mapping[str, Any]) -> dict[str, Any] | None:
    if not words["lasting"]:
        return None
    return {
        "lasting": words["lasting"],
        "years": words["check_years"] or 1,
        "month": words["check_month"] or 12,
        "day": words["check_day"] or 31,
    }


def _shares(words: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for level in DocumentLevel.values:
        if percent := words.get(f"share_{level}"):
            yield {"level": level, "percent": percent, "document_no": ""}


def _instalments(words: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    parts = words["instalments"].replace("，", ",").split(",")
    for ordinal, part in enumerate(filter(None, map(str.strip, parts)), 1):
        try:
            percent = Decimal(part)
        except InvalidOperation:
            raise InputRefused(Fault("instalments", "terms", f"“{part}”不是比例")) from None
        later = ordinal > 1
        yield {
            "ordinal": ordinal,
            "percent": percent,
            "after_months": (words["months"] or 0) if later else 0,
            "gate": Gate.PERFORMANCE if later else Gate.NONE,
            "gate_note": "",
        }


def _evidence(words: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for kind in words["proofs"]:
        yield {"code": kind, "kind": kind, "title": PROOFS[EvidenceKind(kind)]}
    for number, title in enumerate(filter(None, map(str.strip, words["papers"].splitlines())), 1):
        yield {"code": f"paper-{number}", "kind": EvidenceKind.PAPER, "title": title[:80]}


def _number(words: Mapping[str, Any], name: str) -> str:
    if words[name] is None:
        raise InputRefused(Fault(name, "required", "请填写"))
    return str(words[name])
