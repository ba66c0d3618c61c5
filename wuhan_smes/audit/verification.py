"""Whether the trail is what it was: changed, missing, slipped in, back-dated or cut off."""

from collections.abc import Iterable, Iterator
from typing import Final

from django.db import connection

from wuhan_smes.soundness import Finding

MOST: Final = 100

CHANGED: Final = """
SELECT s.event_id, e.id IS NULL FROM audit_sealedevent s
  LEFT JOIN audit_auditevent e ON e.id = s.event_id
 WHERE e.id IS NULL OR audit_event_hash(e) <> s.hash ORDER BY s.event_id LIMIT %s
"""
BROKEN: Final = """
SELECT id FROM (
    SELECT s.id, s.hash, s.root, s.count, s.previous,
           lag(s.hash) OVER (ORDER BY s.id) AS before, lag(s.id) OVER (ORDER BY s.id) AS before_id,
           (SELECT count(*) FROM audit_sealedevent i WHERE i.seal_id = s.id) AS items,
           (SELECT sha256(coalesce(string_agg(i.hash, ''::bytea ORDER BY i.event_id), ''::bytea))
              FROM audit_sealedevent i WHERE i.seal_id = s.id) AS content
      FROM audit_seal s) chain
 WHERE count <> items OR root <> content
    OR previous <> coalesce(before, '\\x00'::bytea) OR id <> coalesce(before_id, 0) + 1
    OR hash <> sha256(previous || int8send(id) || int4send(count) || root)
 ORDER BY id LIMIT %s
"""
SLIPPED_IN: Final = """
SELECT e.id FROM audit_auditevent e
 WHERE e.xid < (SELECT max(edge) FROM audit_seal)
   AND NOT EXISTS (SELECT FROM audit_sealedevent s WHERE s.event_id = e.id)
 ORDER BY e.id LIMIT %s
"""
BACK_DATED: Final = """
SELECT id FROM audit_auditevent
 WHERE at > written_at + interval '5 minutes' OR at < written_at - interval '1 day'
 ORDER BY id LIMIT %s
"""
SEALS: Final = "SELECT id, encode(hash, 'hex') FROM audit_seal"


def findings(anchored: Iterable[str] = ()) -> Iterator[Finding]:
    """Everything wrong with the trail, at most 100 of a kind. Lines of an anchor file, where given,
    also tell whether its end was cut off or its chain rewritten.
    """
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, [MOST])
        for event_id, gone in cursor.fetchall():
            what = ("missing", "已被删除") if gone else ("changed", "内容已被改动")
            yield Finding(what[0], f"第 {event_id} 条留痕{what[1]}")
        cursor.execute(BROKEN, [MOST])
        for (seal_id,) in cursor.fetchall():
            yield Finding("broken_seal", f"第 {seal_id} 号封条与其内容或前一封条不符")
        cursor.execute(SLIPPED_IN, [MOST])
        for (event_id,) in cursor.fetchall():
            yield Finding("slipped_in", f"第 {event_id} 条留痕是封存之后插入的")
        cursor.execute(BACK_DATED, [MOST])
        for (event_id,) in cursor.fetchall():
            yield Finding("back_dated", f"第 {event_id} 条留痕所写时间与实际写入时间不符")
        cursor.execute(SEALS)
        known = {f"{seal_id} {digest}" for seal_id, digest in cursor.fetchall()}
    for line in anchored:
        if line.strip() and line.strip() not in known:
            number = line.split(maxsplit=1)[0]
            yield Finding("cut_off", f"外存的第 {number} 号封条在库中不存在或已不同")
