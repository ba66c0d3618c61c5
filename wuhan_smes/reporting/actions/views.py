"""Keeping a view of a list under a name, and giving it up."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from wuhan_smes.access import Access
from wuhan_smes.accounts.models import User
from wuhan_smes.audit import trail
from wuhan_smes.errors import Fault, InputRefused, NotPermitted
from wuhan_smes.reporting.models import NamedView
from wuhan_smes.reporting.sources import find, words_of


@transaction.atomic
def save_view(
    source: str,
    *,
    access: Access,
    at: datetime,
    name: str,
    columns: Sequence[str],
    words: Mapping[str, Any],
    shared: bool = False,
) -> NamedView:
    """Keep columns and filter of a list under a name; the same name again keeps the newer.

    Raises NotPermitted for who may not see the list, InputRefused for what it does not show.
    """
    listed = find(source).listed(words_of(words), access)
    if not listed.export.open_to(access):
        raise NotPermitted("没有导出这份名单的权限")
    known = [it.label for it in listed.export.columns]
    if not name.strip():
        raise InputRefused(Fault("name", "required", "请填写视图名称"))
    if not columns:
        raise InputRefused(Fault("columns", "required", "请至少选择一栏"))
    if unknown := [label for label in columns if label not in known]:
        raise InputRefused(Fault("columns", "unknown_option", f"名单没有“{unknown[0]}”一栏"))
    owner = User.objects.get(pk=access.actor_id)
    view, _ = (
        NamedView.objects.of(access)
        .select_for_update(no_key=True)
        .update_or_create(
            owner=owner,
            source=source,
            name=name.strip(),
            defaults={
                "jurisdiction_id": owner.jurisdiction_id,
                "title": listed.export.title,
                "words": dict(listed.words),
                "columns": list(columns),
                "is_shared": shared,
                "saved_at": at,
            },
        )
    )
    facts = {"list": source, "columns": view.columns, "shared": shared}
    trail.record("view.saved", view, access=access, at=at, changes=facts)
    return view


@transaction.atomic
def drop_view(view_id: int, *, access: Access, at: datetime) -> None:
    """Give up a view of one's own; somebody else's shared one stays."""
    view = NamedView.objects.of(access).locked(view_id)
    trail.record("view.dropped", view, access=access, at=at, changes={"list": view.source})
    view.delete()
