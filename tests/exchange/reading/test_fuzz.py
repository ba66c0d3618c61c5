"""A short run of the fuzzer; the long one is python -m tests.exchange.reading.fuzz."""

from tests.exchange.reading import fuzz


def test_spoilt_files_are_read_or_refused_in_words() -> None:
    outcomes, faults = fuzz.run(seconds=20, seed=1, most=250)

    assert faults == []
    assert outcomes["read"] > 0
    assert any(outcome.startswith("refused") for outcome in outcomes)
