"""Files of a ticket over HTTP: listed, added to one's own step, fetched."""

from typing import Any

from django.http import Http404, StreamingHttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from services.actions.tickets import attaching
from services.api.ticket_verbs import TicketVerbs
from services.models import Ticket, TicketAttachment
from wuhan_smes.files.attachments import TOLD
from wuhan_smes.reporting.serving import file_response
from wuhan_smes.web.serializers import ProductSerializer


class TicketAttachmentSerializer(serializers.ModelSerializer):
    """One file; `step` is the ordinal of the step it came with."""

    step = serializers.IntegerField(source="step.ordinal")

    class Meta:
        model = TicketAttachment
        fields = [
            "id",
            "step",
            "name",
            "media_type",
            "size",
            "sha256",
            "added_at",
            "added_by_name",
        ]
        read_only_fields = fields


class TicketAttachmentBody(ProductSerializer):
    file = serializers.FileField(help_text=TOLD)


class TicketFiles(TicketVerbs):
    """The files of the tickets."""

    @extend_schema(methods=["get"], responses=TicketAttachmentSerializer(many=True), filters=False)
    @extend_schema(
        methods=["post"],
        request={"multipart/form-data": TicketAttachmentBody},
        responses={201: TicketAttachmentSerializer},
        filters=False,
    )
    @action(
        detail=True,
        methods=["get", "post"],
        pagination_class=None,
        filterset_class=None,
        parser_classes=[MultiPartParser],
    )
    def attachments(self, request: Request, pk: int) -> Response:
        """附件：随步骤留存。上传的附在本人最近办理的一步上，工单流转后不能再补。"""
        ticket: Ticket = self.get_object()
        if request.method == "POST":
            given: Any = self.words(request, TicketAttachmentBody)["file"]
            made = attaching.attach(
                pk, access=self.access, at=timezone.now(), name=given.name, data=given.read()
            )
            shown = TicketAttachmentSerializer(made).data
            return Response(shown, status=status.HTTP_201_CREATED)
        rows = ticket.attachments.select_related("step").order_by("id")
        return Response(TicketAttachmentSerializer(rows, many=True).data)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, url_path="attachments/<int:attachment_id>/file", filterset_class=None)
    def attachment_file(
        self, request: Request, pk: int, attachment_id: int
    ) -> StreamingHttpResponse:
        """附件本身，供保存。"""
        rows = self.get_object().attachments.select_related("file")
        found = rows.filter(pk=attachment_id).first()
        if found is None:
            raise Http404
        return file_response(found.file, self.access)
