"""Verbs that say what past tables are cut by; each holds from a day on."""

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.actions import classification
from enterprises.api import bodies
from enterprises.api.shown import EnterpriseSerializer
from enterprises.api.verbs import EnterpriseVerbs


class ClassificationVerbs(EnterpriseVerbs):
    """Industry, chains, place, size class and scale of one enterprise."""

    @extend_schema(request=bodies.IndustryBody, responses=EnterpriseSerializer)
    @action(detail=True, methods=["post"], url_path="set-industry")
    def set_industry(self, request: Request, pk: int) -> Response:
        return self.do(request, pk, bodies.IndustryBody, classification.set_industry)

    @extend_schema(request=bodies.JoinBody, responses=EnterpriseSerializer)
    @action(detail=True, methods=["post"], url_path="join-chain")
    def join_chain(self, request: Request, pk: int) -> Response:
        return self.do(request, pk, bodies.JoinBody, classification.join_chain)

    @extend_schema(request=bodies.QuitBody, responses=EnterpriseSerializer)
    @action(detail=True, methods=["post"], url_path="leave-chain")
    def leave_chain(self, request: Request, pk: int) -> Response:
        return self.do(request, pk, bodies.QuitBody, classification.leave_chain)

    @extend_schema(request=bodies.PlaceBody, responses=EnterpriseSerializer)
    @action(detail=True, methods=["post"], url_path="set-place")
    def set_place(self, request: Request, pk: int) -> Response:
        return self.do(request, pk, bodies.PlaceBody, classification.set_place)

    @extend_schema(request=bodies.SizeBody, responses=EnterpriseSerializer)
    @action(detail=True, methods=["post"], url_path="set-size")
    def set_size(self, request: Request, pk: int) -> Response:
        return self.do(request, pk, bodies.SizeBody, classification.set_size)

    @extend_schema(request=bodies.ScaleBody, responses=EnterpriseSerializer)
    @action(detail=True, methods=["post"], url_path="set-scale")
    def set_scale(self, request: Request, pk: int) -> Response:
        return self.do(request, pk, bodies.ScaleBody, classification.set_scale)
