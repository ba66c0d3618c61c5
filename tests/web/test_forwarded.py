"""Behind the house's proxy everybody keeps his own address, and nobody may claim another's."""

import pytest
from django.http import HttpRequest, HttpResponse

from wuhan_smes.web.forwarded import ForwardedMiddleware

PROXY, PERSON, STRANGER = "10.0.0.5", "192.168.7.21", "203.0.113.9"


@pytest.mark.parametrize(
    ("arrives_from", "claimed", "counts"),
    [
        (PROXY, PERSON, PERSON),
        (PROXY, f"{STRANGER}, {PERSON}", PERSON),  # what the sender himself wrote is not believed
        (PROXY, f"{PERSON}, 10.0.0.6", PERSON),  # through two of ours
        (STRANGER, PERSON, STRANGER),
        (PROXY, "", PROXY),
        (PROXY, "<script>", PROXY),
        (PERSON, None, PERSON),
    ],
)
def test_the_sender_is_the_first_that_is_no_proxy_of_ours(settings, arrives_from, claimed, counts):
    settings.PROXIES = ["10.0.0.0/24"]
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = arrives_from
    if claimed is not None:
        request.META["HTTP_X_FORWARDED_FOR"] = claimed

    ForwardedMiddleware(lambda _: HttpResponse())(request)

    assert request.META["REMOTE_ADDR"] == counts


def test_without_proxies_named_nobody_is_believed(settings):
    settings.PROXIES = []
    request = HttpRequest()
    request.META |= {"REMOTE_ADDR": PROXY, "HTTP_X_FORWARDED_FOR": PERSON}

    ForwardedMiddleware(lambda _: HttpResponse())(request)

    assert request.META["REMOTE_ADDR"] == PROXY
