"""One signed message: what is sent, what is made of the answer."""

import hmac
import socket
from base64 import b64decode, b64encode
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from tests.receiver import Receiver
from wuhan_smes.outgoing.posting import post, secret_of, signature

NOON: Final = datetime(2026, 3, 3, 4, tzinfo=UTC)
SECRET: Final = secret_of("key", "hanqitong 1")
BODY: Final = '{"答复":"已办"}'.encode()


def test_the_receiver_can_work_out_the_signature_for_himself(other_side: Receiver) -> None:
    answer = post(other_side.address, BODY, message_id="m1", secret=SECRET, at=NOON)

    headers, body = other_side.got[0]
    signed = f"{headers['Webhook-Id']}.{headers['Webhook-Timestamp']}.".encode() + body
    key = b64decode(SECRET.removeprefix("whsec_"))
    mine = "v1," + b64encode(hmac.new(key, signed, sha256).digest()).decode()
    assert body == BODY
    assert headers["Webhook-Signature"] == mine
    assert (answer.status, answer.text, answer.taken) == (200, "收到", True)


def test_the_signature_is_that_of_standard_webhooks() -> None:
    made = signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
    )

    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_redirect_is_an_answer_and_is_not_followed(other_side: Receiver) -> None:
    other_side.status, other_side.hop = 302, other_side.address

    answer = post(other_side.address, BODY, message_id="m1", secret=SECRET, at=NOON)

    assert (answer.status, answer.taken, len(other_side.got)) == (302, False, 1)


def test_nobody_there_is_an_answer_too(other_side: Receiver) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]

    answer = post(f"http://127.0.0.1:{port}/", BODY, message_id="m1", secret=SECRET, at=NOON)

    assert answer.status is None
    assert "连接失败" in answer.text


def test_an_inner_address_is_not_even_connected_to() -> None:
    answer = post("https://127.0.0.1/hook", BODY, message_id="m1", secret=SECRET, at=NOON)

    assert answer.status is None
    assert "不向内网地址发送" in answer.text


def test_a_long_answer_is_kept_short(other_side: Receiver) -> None:
    other_side.status, other_side.answer = 500, "错" * 5_000

    answer = post(other_side.address, BODY, message_id="m1", secret=SECRET, at=NOON)

    assert answer.status == 500
    assert len(answer.text) <= 500


def test_secrets_differ_by_installation_and_by_words() -> None:
    assert len({SECRET, secret_of("other", "hanqitong 1"), secret_of("key", "hanqitong 2")}) == 3
