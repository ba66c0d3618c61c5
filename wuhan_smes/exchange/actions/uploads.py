"""Handing in a file."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from wuhan_smes.access import Access
from wuhan_smes.audit import trail
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.exchange import rules
from wuhan_smes.exchange.actions.held import held, order
from wuhan_smes.exchange.choices import SourceRank, Step
from wuhan_smes.exchange.home import home_of
from wuhan_smes.exchange.kinds import kinds
from wuhan_smes.exchange.models import Import
from wuhan_smes.files.storing import store

ANYTHING = "application/octet-stream"


@transaction.atomic
def upload(
    *,
    kind: str,
    file_name: str,
    pieces: Iterable[bytes],
    access: Access,
    at: datetime,
    rank: int | None = None,
    answers: Mapping[str, Any] | None = None,
    follows_id: int | None = None,
) -> Import:
    """Keep the file and order its reading. With `follows_id` it brings the refused rows of an
    earlier import corrected, and takes over what was said of that file.
    """
    spec = kinds.get(kind)
    unit_id = home_of(access, spec.capability)
    follows = None if follows_id is None else held(follows_id, access=access)
    if follows is not None and follows.kind != kind:
        raise InputRefused(Fault("follows", "other_kind", "更正文件的类型应与原导入一致"))
    believed = _rank(rank, follows.rank if follows else spec.rank)
    name = file_name.replace("\\", "/").rsplit("/", 1)[-1].strip()[-200:] or "未命名"
    file = store(name, ANYTHING, _limited(pieces), access=access, at=at, jurisdiction_id=unit_id)
    if not file.size:
        raise InputRefused(Fault("file", "empty", "文件是空的，请检查后重新上传"))
    import_ = Import(
        kind=kind,
        file=file,
        file_name=name,
        sha256=file.sha256,
        rank=believed,
        jurisdiction_id=unit_id,
        actor_id=access.actor_id,
        actor_name=access.actor_name or "系统",
        answers={**(follows.answers if follows else {}), **(answers or {})},
        follows=follows,
        uploaded_at=at,
    )
    import_.save(force_insert=True)
    order(import_, Step.READING, access=access)
    changes = {"kind": kind, "file": name, "sha256": file.sha256, "size": file.size}
    trail.record("import.upload", import_, access=access, at=at, changes=changes)
    return import_


def _rank(given: int | None, usual: int) -> int:
    if given is None:
        return usual
    if given not in SourceRank.values:
        known = "、".join(f"{rank.value}（{rank.label}）" for rank in SourceRank)
        raise InputRefused(Fault("rank", "unknown", f"没有这个来源，可用：{known}"))
    return given


def _limited(pieces: Iterable[bytes]) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        rules.require_size(size)
        yield piece
