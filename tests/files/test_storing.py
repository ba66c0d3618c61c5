"""Files in the database: whole, in pieces, in their owner's name, gone when their time is over."""

import hashlib
import os
from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.accounts import make_user
from wuhan_smes import ciphers
from wuhan_smes.access import Access
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.ciphers import CipherRefused, Ring
from wuhan_smes.files.expiry import remove_expired
from wuhan_smes.files.models import StoredFile, StoredPiece
from wuhan_smes.files.storing import PIECE, FileSpoiled, evenly, pieces_of, store, write_to
from wuhan_smes.files.turning import pieces_left, turn_pieces
from wuhan_smes.scope import bootstrap_scope, scoped

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)


def somebody(unit: str, role: str = "district_staff") -> Access:
    with bootstrap_scope():
        return access_for(make_user(role, unit=Jurisdiction.objects.get(code=unit)))


@pytest.mark.django_db
def test_a_file_comes_back_as_it_was_given(tmp_path):
    given = [b"a" * (PIECE - 1), b"bc", b"d" * (2 * PIECE)]
    mine = somebody("jiangxia")
    with scoped(mine):
        file = store("名单.csv", "text/csv", given, access=mine, at=NOW)
        write_to(file, tmp_path / "copy")
        assert b"".join(pieces_of(file)) == b"".join(given)
    assert (tmp_path / "copy").read_bytes() == b"".join(given)
    assert file.size == len(b"".join(given))
    assert file.sha256 == hashlib.sha256(b"".join(given)).hexdigest()


def test_pieces_are_cut_evenly_whatever_came():
    cut = list(evenly([b"x" * 10, b"", b"y" * (2 * PIECE)]))
    assert [len(piece) for piece in cut] == [PIECE, PIECE, 10]


@pytest.mark.django_db
def test_what_was_made_for_one_person_is_nobody_elses():
    mine, colleague, bureau = (
        somebody("jiangxia"),
        somebody("jiangxia"),
        somebody("wuhan", "bureau_staff"),
    )
    with scoped(mine):
        file = store("导出.csv", "text/csv", [b"1"], access=mine, at=NOW)
    for other in (colleague, bureau):
        with scoped(other):
            assert not StoredFile.objects.filter(pk=file.pk).exists()
            assert not StoredPiece.objects.filter(file_id=file.pk).exists()
    with scoped(mine):
        assert list(pieces_of(StoredFile.objects.get(pk=file.pk))) == [b"1"]


@pytest.mark.django_db
def test_what_was_handed_in_for_a_unit_is_the_units_to_read():
    mine, colleague, elsewhere = (
        somebody("jiangxia"),
        somebody("jiangxia"),
        somebody("hanyang"),
    )
    unit_id = Jurisdiction.objects.get(code="jiangxia").pk
    with scoped(mine):
        file = store("名单.csv", "text/csv", [b"1"], access=mine, at=NOW, jurisdiction_id=unit_id)
    with scoped(colleague):
        assert list(pieces_of(StoredFile.objects.get(pk=file.pk))) == [b"1"]
    with scoped(elsewhere):
        assert not StoredFile.objects.filter(pk=file.pk).exists()


@pytest.mark.django_db
def test_an_auditor_keeps_a_file_of_his_own():
    auditor = somebody("wuhan", "auditor")
    with scoped(auditor):
        file = store("导出.csv", "text/csv", [b"1"], access=auditor, at=NOW)
        assert list(pieces_of(file)) == [b"1"]


@pytest.mark.django_db
def test_expired_files_are_removed_and_the_others_stay():
    mine = somebody("jiangxia")
    long_ago = NOW - timedelta(days=30)
    with scoped(mine):
        gone = store(
            "旧.csv", "text/csv", [b"1"], access=mine, at=long_ago, expires_at=NOW - timedelta(1)
        )
        kept = store("新.csv", "text/csv", [b"2"], access=mine, at=NOW)
    with scoped(Access.of_system("expired files")):
        assert remove_expired(at=NOW) == 1
    with scoped(mine):
        assert not StoredFile.objects.filter(pk=gone.pk).exists()
        assert list(pieces_of(kept)) == [b"2"]


@pytest.mark.django_db
def test_pieces_lie_enciphered_open_nowhere_else_and_are_turned_to_a_new_key(monkeypatch):
    """Those of earlier days, and a list made for one person alone, are turned as well."""
    mine, number = somebody("jiangxia"), b"13987650421"
    with scoped(mine):
        old = store("旧.csv", "text/csv", [number], access=mine, at=NOW)
        two = store("两块.csv", "text/csv", [b"a" * PIECE, number], access=mine, at=NOW)
    with bootstrap_scope():
        lying = list(StoredPiece.objects.order_by("pk"))
        assert not any(number in bytes(piece.data) for piece in lying)
        StoredPiece.objects.filter(pk=lying[0].pk).update(data=number, key="")
        swapped = StoredPiece(file=two, ordinal=0, data=lying[2].data, key=lying[2].key)
        with pytest.raises(CipherRefused):
            swapped.opened()
    new, system = {"new": os.urandom(32)}, Access.of_system("turning")
    both = Ring(new | dict(ciphers.ring().keys))
    for ring in (both, Ring(new)):
        for module in ("models", "storing", "turning"):
            monkeypatch.setattr(f"wuhan_smes.files.{module}.ring", lambda ring=ring: ring)
        turned = turn_pieces(system)
        assert turned == (3 if ring is both else 0)

    with scoped(mine):
        assert b"".join(pieces_of(old)) == number
        assert list(pieces_of(two)) == [b"a" * PIECE, number]
        assert pieces_left() == 0
        two.pieces.filter(ordinal=1).delete()
        with pytest.raises(FileSpoiled):
            list(pieces_of(two))
