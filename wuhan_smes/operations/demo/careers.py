"""Lives: what an enterprise was awarded, how its reviews went, how it ended.

Every title below a held one is held at the same time: 小巨人 within 专精特新 within a base title.
"""

from datetime import date, timedelta
from random import Random
from typing import Final

from enterprises.choices import CandidateState, TierSubclass, WithdrawalCause
from enterprises.rules.spans import months_later
from wuhan_smes.operations.demo.plans import Plan
from wuhan_smes.operations.demo.reviews import Fate, decided_fate, later_fate, review
from wuhan_smes.operations.demo.rounds import REPLY, ROUNDS, TODAY
from wuhan_smes.operations.demo.titles import FUTURE, Book, Title

CORRECTED: Final = date(2025, 9, 18)  # the day on which the errors of the lists were found
# Which earlier batch of the title below a batch may rest on.
SRDI_UNDER_GIANT: Final = {
    1: (1,),
    2: (1, 2),
    3: (1, 2),
    4: (1, 2, 3, 3),
    5: (2, 3, 4),
    6: (3, 4, 5),
}
BASE_UNDER_SRDI: Final = {
    1: (1,),
    2: (1,),
    3: (1, 1, 2),
    4: (1, 1, 2),
    5: (1,),
    6: (1, 2, 3),
    7: (2, 3, 4),
}
ENDINGS: Final = (
    WithdrawalCause.DEREGISTERED,
    WithdrawalCause.DEREGISTERED,
    WithdrawalCause.MOVED_OUT,
    WithdrawalCause.MERGED,
)


class Career:
    """Fills one book by one plan. `cause` says how the enterprise or its titles ended."""

    def __init__(self, plan: Plan, rng: Random) -> None:
        self.plan, self.rng = plan, rng
        self.cause: WithdrawalCause | None = None
        self.book = Book(self._last_day())

    def write(self) -> Book:
        """The whole life, ended where the plan says that it ends."""
        kind = self.plan.kind
        if kind.startswith("giant"):
            self._giant()
        elif kind in {"srdi", "srdi_late", "past_srdi"}:
            self._srdi(self.plan.cohort, keep=False)
        elif kind in {"inno", "inno_late", "inno_struck", "srdi_struck", "past_inno", "later_inno"}:
            self._innovative_only()
        elif kind == "tech":
            start = self._between(date(2019, 3, 1), date(2025, 6, 30))
            self._tech(start, months_later(start, 12 * self.rng.randint(1, 4)))
        elif kind == "legacy":
            self._tech(date(2021, 4, 10), date(2024, 4, 30))
            self.book.award("P1")
        self._lists()
        if self.cause is not None:
            self.book.end(self.cause)
        return self.book

    def _last_day(self) -> date:
        """When it all ends, and why; far away for those that go on."""
        plan, rng = self.plan, self.rng
        if plan.extra == "falsified":
            self.cause = WithdrawalCause.FALSIFICATION
        elif plan.kind == "past_inno":
            self.cause = rng.choice((*ENDINGS, WithdrawalCause.WAIVED, WithdrawalCause.UNFIT))
        elif plan.kind == "past_srdi" or plan.extra == "leaves":
            self.cause = rng.choice(ENDINGS)
        else:
            return FUTURE
        if plan.kind.startswith("past"):
            last_start = ROUNDS[("I" if plan.kind == "past_inno" else "S") + str(plan.cohort)]
            return self._between(last_start.valid_from + timedelta(days=60), date(2025, 7, 10))
        return self._between(REPLY + timedelta(days=20), date(2026, 10, 20))

    def _giant(self) -> None:
        plan, rng, book = self.plan, self.rng, self.book
        self._srdi(rng.choice(SRDI_UNDER_GIANT[plan.cohort]), keep=True)
        if plan.kind == "giant_late":
            book.award("L6", recorded_on=CORRECTED)
            return
        title = book.award(f"L{plan.cohort}")
        if plan.kind == "giant_struck":
            self._struck(title)
        elif plan.kind == "giant_lost":
            self._lost(title)
        elif plan.cohort == 1:
            again = review(book, title, "LR1", Fate.PASSED)
            review(book, again, "LR4", decided_fate(rng), pending_from=date(2025, 5, 26))
        elif plan.cohort == 2:
            again = review(book, title, "LR2", Fate.PASSED)
            review(book, again, "LR5", Fate.PENDING, pending_from=date(2026, 10, 30))
        elif plan.cohort == 3:
            review(book, title, "LR3", Fate.PASSED)
        elif plan.cohort == 4:
            review(book, title, "LR4", decided_fate(rng), pending_from=date(2025, 7, 28))
        elif plan.cohort == 5:
            review(book, title, "LR5", Fate.PENDING, pending_from=date(2026, 6, 30))

    def _lost(self, title: Title) -> None:
        """Falls back to 专精特新: failed the review, or stopped fitting."""
        if self.plan.cohort == 3:
            review(self.book, title, "LR3", Fate.FAILED)
            return
        on = self._between(date(2022, 12, 1), date(2024, 11, 30))
        self.book.learn(title, on, withdrawn_on=on, cause=WithdrawalCause.UNFIT)

    def _srdi(self, cohort: int, *, keep: bool) -> None:
        """`keep`: a higher title rests on it, so its reviews end well."""
        plan, rng, book = self.plan, self.rng, self.book
        start = ROUNDS[f"S{cohort}"].valid_from
        if plan.base == "tech":
            self._tech(start - timedelta(days=rng.randint(20, 300)), FUTURE)
        else:
            base = rng.choice(BASE_UNDER_SRDI[cohort])
            self._tech_until(start, ROUNDS[f"I{base}"].valid_from)
            self._innovative(base, keep=True)
        if plan.kind == "srdi_late":
            book.award("S6", recorded_on=CORRECTED)
            return
        title = book.award(f"S{cohort}")
        fate = Fate.PASSED if keep or plan.extra else later_fate(rng)
        if cohort == 1:
            book.learn(title, date(2022, 4, 20), extended_until=ROUNDS["SR1"].valid_from)
        if cohort in {1, 2}:
            again = review(book, title, "SR1", Fate.PASSED, start=ROUNDS["SR1"].valid_from)
            review(book, again, "SR3", fate)
        elif cohort == 3:
            review(book, title, "SR2", Fate.PASSED, pending_from=date(2024, 12, 20))
        elif cohort == 4:
            review(book, title, "SR2", Fate.PASSED)
        elif cohort == 5:
            review(book, title, "SR3", fate)

    def _innovative_only(self) -> None:
        plan, rng, book = self.plan, self.rng, self.book
        if plan.extra != "srdi_failed" and rng.random() < 0.3:
            start = ROUNDS[f"I{plan.cohort}"].valid_from - timedelta(days=rng.randint(30, 900))
            self._tech(start, months_later(start, 12 * rng.randint(1, 2)))
        if plan.kind == "inno_late":
            book.award("I5", recorded_on=CORRECTED)
            return
        title = self._innovative(plan.cohort, keep=plan.extra in {"srdi_next", "srdi_failed"})
        if plan.kind == "inno_struck":
            self._struck(title)
        elif plan.kind == "srdi_struck":
            self._struck(book.award("S6"))
        elif plan.extra == "srdi_failed":
            cohort = rng.choice((3, 4))
            start = ROUNDS[f"S{cohort}"].valid_from
            self._tech_until(start, title.valid_from)
            failing = book.award(f"S{cohort}")
            pending = date(2024, 12, 20) if cohort == 3 else None
            review(book, failing, "SR2", Fate.FAILED, pending_from=pending)
        elif plan.extra == "srdi_next":
            book.stand("S8", CandidateState.PASSED, None, ROUNDS["S8"].decided_on)
            book.award("S8")

    def _innovative(self, cohort: int, *, keep: bool) -> Title:
        book, rng = self.book, self.rng
        title = book.award(f"I{cohort}")
        if cohort == 1:
            review(book, title, "IR1", Fate.PASSED if keep else decided_fate(rng))
        elif cohort == 2:
            review(book, title, "IR2", Fate.PASSED if keep else later_fate(rng))
        elif cohort == 3:
            state = rng.choice(
                (CandidateState.DUE, CandidateState.APPLIED, CandidateState.RECOMMENDED)
            )
            book.stand("IR3", state, title, date(2026, 10, 26))
        return title

    def _struck(self, title: Title) -> None:
        """Entered for the wrong namesake: as known later, it never was."""
        self.book.learn(
            title,
            CORRECTED,
            withdrawn_on=title.valid_from,
            cause=WithdrawalCause.ERROR,
            note="名单只有企业名称，误记在同名企业名下",
        )

    def _tech_until(self, start: date, end: date) -> None:
        """Base titles without a gap from before `start` until the 创新型 title begins."""
        if start < end:
            self._tech(start - timedelta(days=self.rng.randint(20, 300)), end)

    def _tech(self, start: date, end: date) -> None:
        before: Title | None = None
        while start < end and start <= TODAY:
            until = months_later(start, 12)
            before = self.book.award(
                f"T{start.year}", start=start, until=until, recorded_on=start, after=before
            )
            start = until

    def _lists(self) -> None:
        """Titles beside the ladder."""
        rng, book, extra = self.rng, self.book, self.plan.extra
        if extra == "champion":
            if rng.random() < 0.6:
                kind = rng.choice((TierSubclass.DEMONSTRATION, TierSubclass.PRODUCT))
                title = book.award("C7", subclass=kind)
                review(book, title, "CR7", Fate.PASSED, subclass="")
            else:
                book.award("C8")
        elif extra == "champion_provincial":
            if rng.random() < 0.5:
                review(book, book.award("B1"), "BR1", Fate.PASSED)
            else:
                book.award("B2")
        elif extra == "key":
            book.award({4: "K1", 5: "K2", 6: rng.choice(("K3", "K4"))}[self.plan.cohort])
        elif extra == "giant_next":
            book.award("L7")
        elif extra == "gazelle":
            self._yearly("G", rng.choice((2022, 2023, 2024)), "")
        elif extra in {"unicorn", "potential", "seed", "candidate"}:
            kind = TierSubclass.UNICORN
            if extra != "unicorn":
                rare = extra == "potential" or rng.random() < 0.4
                kind = TierSubclass.POTENTIAL_UNICORN if rare else TierSubclass.SEED_UNICORN
            self._yearly("U", rng.choice((2022, 2023, 2024)), kind)

    def _yearly(self, letter: str, first: int, subclass: str) -> None:
        """On the list of every year from `first`; all are on that of 2024."""
        before: Title | None = None
        for year in range(first, 2026):
            if year == 2025 and self.rng.random() < 0.1:
                return
            before = self.book.award(f"{letter}{year}", after=before, subclass=subclass)

    def _between(self, first: date, last: date) -> date:
        return first + timedelta(days=self.rng.randint(0, (last - first).days))
