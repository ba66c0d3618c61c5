"""Packed histories unpack into stretches without a change."""

from enterprises.rules.steps import held_from_to


def packed(titles, first, past):
    return titles << 16 | first << 8 | past


def test_a_change_of_titles_begins_a_new_stretch():
    titles = [packed(1, 0, 4), packed(2, 2, 6)]

    assert list(held_from_to(titles, 0b111111, 6)) == [(0, 2, 1), (2, 4, 3), (4, 6, 2)]


def test_days_elsewhere_are_left_out():
    assert list(held_from_to([packed(1, 0, 6)], 0b110011, 6)) == [(0, 2, 1), (4, 6, 1)]


def test_nothing_is_told_of_days_without_a_title():
    assert list(held_from_to([packed(1, 3, 4)], 0b111111, 6)) == [(3, 4, 1)]


def test_a_title_between_two_of_the_days_was_held_on_none():
    assert list(held_from_to([packed(1, 3, 3)], 0b111111, 6)) == []
