"""Enciphered words open with their own key, about their own row, and in no other way."""

from itertools import pairwise

import pytest

from wuhan_smes.ciphers import CipherRefused, Ring, key_of

OLD, NEW = b"o" * 32, b"n" * 32
ACCOUNT = "6222 0000 1111 2222 硚口支行"


def test_words_open_again_and_are_never_enciphered_twice_alike():
    ring = Ring({"new": NEW})

    one, two = (ring.enciphered(ACCOUNT, "account 7") for _ in range(2))

    assert [ring.deciphered(it, "account 7") for it in (one, two)] == [ACCOUNT, ACCOUNT]
    assert one != two
    assert "2222" not in one


def test_an_old_key_still_opens_what_it_enciphered_and_a_new_one_enciphers():
    old = Ring({"old": OLD}).enciphered(ACCOUNT, "account 7")
    both = Ring({"new": NEW, "old": OLD})

    assert both.deciphered(old, "account 7") == ACCOUNT
    assert (key_of(old), key_of(both.enciphered(ACCOUNT, "account 7"))) == ("old", "new")


def test_words_of_another_row_changed_words_and_a_lost_key_are_refused():
    ring = Ring({"new": NEW})
    kept = ring.enciphered(ACCOUNT, "account 7")
    changed = kept[:-6] + ("A" if kept[-6] != "A" else "B") + kept[-5:]

    for words, about, keys in [
        (kept, "account 8", NEW),
        (changed, "account 7", NEW),
        (kept, "account 7", OLD),
    ]:
        with pytest.raises(CipherRefused):
            Ring({"new": keys}).deciphered(words, about)
    with pytest.raises(CipherRefused):
        Ring({"other": NEW}).deciphered(kept, "account 7")


def test_a_blind_index_finds_equal_words_and_depends_on_the_key():
    found = [Ring({"k": key}).index_of(words) for key in (OLD, NEW) for words in ("1", "1", "2")]

    assert [a == b for a, b in pairwise(found)] == [True, False, False, True, False]


def test_words_enciphered_alike_are_equal_where_the_words_are_and_nowhere_else():
    ring = Ring({"new": NEW, "old": OLD})
    kept = ring.enciphered_alike(ACCOUNT, "account 7")

    assert kept == ring.enciphered_alike(ACCOUNT, "account 7")
    assert kept != ring.enciphered_alike(ACCOUNT, "account 8")
    assert kept != Ring({"new": OLD}).enciphered_alike(ACCOUNT, "account 7")
    assert ring.deciphered_alike(kept, "account 7") == ACCOUNT
    for words, about, keys in [(kept, "account 8", NEW), (kept, "account 7", OLD)]:
        with pytest.raises(CipherRefused):
            Ring({"new": keys}).deciphered_alike(words, about)
    with pytest.raises(CipherRefused):
        Ring({"other": NEW}).deciphered_alike(kept, "account 7")


def test_words_are_found_under_every_key_of_the_ring():
    both, one = Ring({"new": NEW, "old": OLD}), Ring({"old": OLD})

    assert one.index_of("138").startswith(both.indexes_of("138")[1])
    assert both.index_of("138").startswith(both.indexes_of("138")[0])
