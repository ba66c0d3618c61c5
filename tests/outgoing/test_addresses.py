"""Nothing is sent into the house unless its networks are named."""

from typing import Any

import pytest

from wuhan_smes.outgoing import addresses
from wuhan_smes.outgoing.addresses import AddressRefused, parsed, resolved


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1/hook",
        "https://10.0.0.8/hook",
        "https://192.168.1.1/",
        "https://172.16.0.1/",
        "https://169.254.169.254/latest",
        "https://100.64.0.1/",
        "https://0.0.0.0/",
        "https://224.0.0.1/",
        "https://[::1]/",
        "https://[fd00::1]/",
        "https://[fe80::1]/",
        "https://[::ffff:10.0.0.8]/",
        "https://[::ffff:127.0.0.1]/",
    ],
)
def test_an_address_inside_the_house_is_refused(address: str) -> None:
    with pytest.raises(AddressRefused, match="不向内网地址发送"):
        parsed(address)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("ftp://example.org/", "地址应形如"),
        ("example.org/hook", "地址应形如"),
        ("https:///hook", "地址应形如"),
        ("https://user:secret@example.org/", "不能带账号"),
        ("https://example.org/#part", "不能带账号"),
        ("https://example.org:99999/", "端口或主机名有误"),
        ("https://example.org/a b", "不含空格"),
        ("https://example.org/\r\nHost:x", "不含空格"),
        ("https://例子.org/", "不含空格"),
        ("http://93.184.215.14/hook", "应以 https:// 开头"),
        ("https://example.org/" + "a" * 500, "不含空格"),
    ],
)
def test_what_is_no_plain_web_address_is_refused(address: str, sentence: str) -> None:
    with pytest.raises(AddressRefused, match=sentence):
        parsed(address)


def test_a_name_that_leads_inward_is_refused_even_if_it_leads_outward_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = [(2, 1, 6, "", (host, 443)) for host in ("93.184.215.14", "10.0.0.8")]
    monkeypatch.setattr(addresses.socket, "getaddrinfo", lambda *_, **__: found)

    with pytest.raises(AddressRefused, match="不向内网地址发送"):
        resolved(parsed("https://rebound.example.org/hook"))
    found.pop()
    assert resolved(parsed("https://rebound.example.org/hook")) == "93.184.215.14"


def test_a_network_that_is_named_is_admitted_and_only_it(settings: Any) -> None:
    settings.WEBHOOK_NETWORKS = ["10.1.0.0/16"]

    assert parsed("http://10.1.2.3:8080/hook?x=1").named == "10.1.2.3:8080"
    with pytest.raises(AddressRefused):
        parsed("http://10.2.2.3/hook")
