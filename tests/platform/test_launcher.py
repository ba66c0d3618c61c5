"""Starting is refused in one sentence that says what to do."""

import os
import shutil
import socket
import stat
from collections import namedtuple

import pytest

from wuhan_smes.embedded.children import Child
from wuhan_smes.embedded.refusal import StartRefused
from wuhan_smes.env import EnvironmentRefused
from wuhan_smes.launcher import external
from wuhan_smes.launcher.certificate import certificate
from wuhan_smes.launcher.ground import Addresses, AlreadyRunning, enough_space, only_one
from wuhan_smes.launcher.launch import endpoint
from wuhan_smes.launcher.programs import Programs
from wuhan_smes.launcher.supervision import Supervisor

Usage = namedtuple("Usage", "total used free")
ADDRESSES = Addresses("postgres://w/x", "postgres://k/x", "postgres://o/x", "redis://r")


def test_a_busy_port_is_named_with_a_way_out(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        with pytest.raises(StartRefused, match=f"make run PORT={port + 1}"):
            endpoint({"PORT": str(port)}, tmp_path)


def test_a_port_that_is_no_number_is_refused(tmp_path):
    with pytest.raises(EnvironmentRefused, match="PORT"):
        endpoint({"PORT": "http"}, tmp_path)


def test_an_almost_full_disk_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(100, 90, 10 * 1024**2))

    with pytest.raises(StartRefused, match=r"磁盘空间不足：.*仅余 10 MB"):
        enough_space(tmp_path)


def test_a_second_start_from_the_same_folder_is_refused(tmp_path):
    with only_one(tmp_path), pytest.raises(AlreadyRunning), only_one(tmp_path):
        pass


def test_an_unreachable_database_is_refused(tmp_path):
    with pytest.raises(StartRefused, match="DATABASE_URL 指向的数据库连接不上"):
        external.databases("postgres://x@127.0.0.1:1/x", {}, tmp_path)


def test_an_unreachable_broker_is_refused():
    with pytest.raises(StartRefused, match="REDIS_URL 指向的服务不可用"):
        external.check_redis("redis://127.0.0.1:1/0")


@pytest.mark.django_db
def test_a_role_that_cannot_make_roles_needs_the_owner_beside_it(url_of, tmp_path):
    with pytest.raises(StartRefused, match="OWNER_DATABASE_URL"):
        external.databases(url_of("app_web"), {}, tmp_path)


@pytest.mark.django_db
def test_with_the_owner_beside_it_the_given_roles_are_used_as_they_are(url_of, tmp_path):
    web, owner = url_of("app_web"), url_of("app_owner")

    found = external.databases(web, {"OWNER_DATABASE_URL": owner}, tmp_path)

    assert found == (web, web, owner)


def test_a_part_that_keeps_dying_ends_the_whole_with_its_last_words(tmp_path):
    child = Child("网页服务", ("/bin/sh", "-c", "echo 缺少模块; exit 1"), tmp_path / "web.log")
    child.start()

    with pytest.raises(StartRefused, match=r"网页服务 一再停止(.*\n)*缺少模块"):
        Supervisor([child]).watch(every=0.1)


def test_the_web_never_learns_the_address_of_the_owner(tmp_path):
    given = {"OWNER_DATABASE_URL": ADDRESSES.owner, "MODE": "demo", "PATH": os.defpath}

    environment = Programs(tmp_path, given, ADDRESSES).environment(ADDRESSES.web)

    assert ADDRESSES.owner not in environment.values()
    assert environment["DATABASE_URL"] == ADDRESSES.web


def test_addresses_left_for_other_commands_are_for_our_user_only(tmp_path):
    path = tmp_path / "addresses.json"

    ADDRESSES.save(path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert Addresses.load(path) == ADDRESSES


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_a_certificate_is_made_once_and_its_key_stays_private(tmp_path):
    made, key = certificate(tmp_path / "tls", ("127.0.0.1", "127.0.0.1"))
    first = made.read_bytes()

    certificate(tmp_path / "tls", ("127.0.0.1", "127.0.0.1"))

    assert made.read_bytes() == first
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_without_openssl_the_certificate_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(StartRefused, match="apt-get install openssl"):
        certificate(tmp_path / "tls", ())
