"""One transaction a request, in which the database shows only what the sender reaches."""

import logging
from collections.abc import Callable
from typing import Final
from uuid import uuid4

from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from wuhan_smes import replicas
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused
from wuhan_smes.links.secrecy import hidden
from wuhan_smes.scope import scoped
from wuhan_smes.web import elsewhere, failures
from wuhan_smes.web.constraints import explain
from wuhan_smes.web.identity import Identity, identify
from wuhan_smes.web.problems import problem_response, wants_problem

logger = logging.getLogger(__name__)
# Everything is checked before the answer is written; what is done after it waits again for the end.
CHECKED: Final = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"
READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})  # change no row that a key could refuse


class ScopeMiddleware:
    """Identifies the sender, opens the transaction under his scope, and commits only success."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = str(uuid4())
        token = trail.origin.set(trail.Origin(request_id, request.META.get("REMOTE_ADDR")))
        try:
            identity = identify(request)
            request.identity = identity  # type: ignore[attr-defined] # a request carries who sent it
            request.access = identity.access  # type: ignore[attr-defined]
            if identity.token is not None:
                request.user = identity.user
            response = self._elsewhere(request, identity) or self._answer(request, identity)
            response.headers["X-Request-ID"] = request_id
            elsewhere.remember(request, response)
            return response
        finally:
            trail.origin.reset(token)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """What a page or an admin screen did not answer itself, also while it is being drawn."""
        if isinstance(exception, ActionRefused):
            return failures.refused(request, exception)
        if elsewhere.asks_again(exception):
            return elsewhere.Again()
        if isinstance(exception, OperationalError):  # a statement's time is up, or a lock's
            logger.warning("%s was stopped by the database", request.path, exc_info=exception)
            return failures.busy(request)
        return None

    def _elsewhere(self, request: HttpRequest, identity: Identity) -> HttpResponse | None:
        """A replica's answer, where one is fresh enough and gives one. It changed nothing, so that
        the primary may be asked the same again.
        """
        if identity.access.actor_id is None or not elsewhere.fits(request):
            return None
        try:
            with replicas.reading(elsewhere.least(request)) as found:
                response = self._answer(request, identity) if found else None
        except DatabaseError:
            logger.warning("a replica did not answer %s, the primary does", request.path)
            return None
        return None if isinstance(response, elsewhere.Again) else response

    def _answer(self, request: HttpRequest, identity: Identity) -> HttpResponse:
        if identity.access.actor_id is None:
            return self.get_response(request)
        try:
            with scoped(identity.access):
                response = self.get_response(request)
                if response.status_code >= 400 and not getattr(response, "keeps_writes", False):
                    transaction.set_rollback(True)
                elif request.method not in READING and not connection.needs_rollback:
                    with connection.cursor() as cursor:
                        cursor.execute(CHECKED)
        except IntegrityError as error:
            response = self._conflict(request, error)
        if response.status_code == 403 and not getattr(response, "asks_again", False):
            self._remember_refusal(request, identity)
        return response

    def _conflict(self, request: HttpRequest, error: IntegrityError) -> HttpResponse:
        fault = explain(error)
        logger.warning("constraint %s refused a commit", fault.constraint)
        if wants_problem(request):
            return problem_response(409, fault.constraint or "conflict", fault.detail)
        return failures.shown(request, failures.REFUSED, fault.detail)

    def _remember_refusal(self, request: HttpRequest, identity: Identity) -> None:
        """In its own transaction: the refused request itself was rolled back."""
        with transaction.atomic():
            trail.record_fact(
                "refusal.permission",
                f"{request.method} {hidden(request.path)}",
                access=identity.access,
                at=timezone.now(),
                changes={},
            )
