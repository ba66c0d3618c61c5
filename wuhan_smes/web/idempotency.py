"""The same POST twice has one effect and one answer (design §6, decision 17)."""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from wuhan_smes.web.errors import KeyReused, StillRunning
from wuhan_smes.web.models import IdempotencyKey
from wuhan_smes.web.problems import MEDIA_TYPE

HEADER: Final = "Idempotency-Key"
KEPT: Final = timedelta(hours=24)
SHORTEST, LONGEST = 8, 100


def once(
    request: Request,
    client_id: int,
    perform: Callable[[], Response],
    *,
    keeps_secret: bool = False,
) -> Response:
    """Run `perform`, or repeat the answer it gave to the same key.

    Stored are successes and refusals decided by an action; a refusal's writes are undone while its
    answer is kept. Raises KeyReused for another body, StillRunning while the first one runs.
    """
    key = _key(request)
    fingerprint = _fingerprint(request)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 17))", [f"{client_id} {key}"]
        )
        if not (cursor.fetchone() or (False,))[0]:
            raise StillRunning
    now = timezone.now()
    mine = IdempotencyKey.objects.filter(client_id=client_id, key=key)
    known = mine.filter(created_at__gt=now - KEPT).first()
    if known is not None:
        return _repeat(known, request, fingerprint)
    IdempotencyKey.objects.update_or_create(
        client_id=client_id,
        key=key,
        defaults={
            "method": str(request.method),
            "path": request.path[:300],
            "fingerprint": fingerprint,
            "status": None,
            "body": None,
            "created_at": now,
        },
    )
    with transaction.atomic():
        response = perform()
        if response.status_code >= 400 and not getattr(response, "keeps_writes", False):
            transaction.set_rollback(True)
    if response.status_code < 300 or getattr(response, "decided_by_action", False):
        body = None if keeps_secret else json.loads(JSONRenderer().render(response.data) or b"null")
        mine.update(status=response.status_code, body=body)
        response.keeps_writes = True  # type: ignore[attr-defined] # read by ScopeMiddleware
    return response


def forget() -> int:
    """Remove every key that is honoured no longer, whoever sent it; returns how many went."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT idempotency_forget()")
        (gone,) = cursor.fetchone() or (0,)
    return int(gone)


def _repeat(known: IdempotencyKey, request: Request, fingerprint: bytes) -> Response:
    same_door = (known.method, known.path) == (request.method, request.path[:300])
    if not same_door or bytes(known.fingerprint) != fingerprint:
        raise KeyReused
    if known.status is None:
        raise StillRunning
    response = Response(known.body, status=known.status)
    if known.status >= 400:
        response.content_type = MEDIA_TYPE
    response.headers["Idempotency-Replayed"] = "true"
    return response


def _key(request: Request) -> str:
    key: str = request.headers.get(HEADER, "")
    if (
        not SHORTEST <= len(key) <= LONGEST
        or not key.isascii()
        or not key.isprintable()
        or " " in key
    ):
        raise ValidationError(
            {f"?{HEADER}": [f"{HEADER} 应为 {SHORTEST} 到 {LONGEST} 个不含空格的英文字符"]}
        )
    return key


def _fingerprint(request: Request) -> bytes:
    """Of the parsed fields and the content of any files, so that spacing does not matter. Made with
    the key of the installation: a password among the fields is not found by trying.
    """
    files = {
        name: hashlib.sha256(b"".join(upload.chunks())).hexdigest()
        for name, upload in request.FILES.items()
    }
    for upload in request.FILES.values():
        upload.seek(0)
    fields: Any = (
        {k: v for k, v in request.data.items() if k not in files}
        if isinstance(request.data, dict)
        else request.data
    )
    text = json.dumps(
        [fields, files, request.META.get("QUERY_STRING", "")], sort_keys=True, default=str
    )
    return salted_hmac("idempotency", text, algorithm="sha256").digest()
