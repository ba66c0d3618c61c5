"""One import: what it shows depends on where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils import timezone

from wuhan_smes.exchange.choices import ImportState, SourceRank, Verdict
from wuhan_smes.exchange.clearing import is_cleared
from wuhan_smes.exchange.pages.mapping import mapping_context
from wuhan_smes.exchange.pages.reached import OfImport, doubts_of
from wuhan_smes.exchange.queries.progress import FAILED, progress_of
from wuhan_smes.exchange.shown.headers import unread
from wuhan_smes.exchange.shown.imports import VERDICTS, counts_of
from wuhan_smes.exchange.shown.layout import reads_hidden, tables_of
from wuhan_smes.exchange.shown.rows import Rows, Search
from wuhan_smes.exchange.shown.veil import veiled
from wuhan_smes.web.listing import SIZE, listing
from wuhan_smes.web.putting_off import left_for_later

IN_FILE_ORDER: Final = {"place": ("sheet", "line")}
# A doubtful row asks the register whom it may mean; a screenful at a time is enough to decide.
DOUBTS: Final = 10
LONGEST_SEARCH, LONGEST_ID = 60, 18
DONE: Final = (Verdict.NEW, Verdict.CHANGED)
TONES: Final = {
    Verdict.REFUSED: "bad",
    Verdict.DOUBTFUL: "warn",
    Verdict.CONFLICT: "warn",
    Verdict.NEW: "good",
    Verdict.CHANGED: "info",
    Verdict.TRANSFER: "info",
    Verdict.UNCHANGED: "",
}
ABOUT: Final = {
    Verdict.REFUSED: "这些行不能导入。请下载问题行工作簿，改正后上传；或只导入无误的行。",
    Verdict.DOUBTFUL: "没有信用代码或名称对不上，请逐行确认是哪一家；选择会被记住，下次不再询问。",
    Verdict.CONFLICT: "登记簿现有的值来自更可靠的来源，请逐行或统一决定采用哪一个。",
    Verdict.NEW: "登记簿里没有，导入后新增。",
    Verdict.CHANGED: "逐项列出导入前后的值。",
    Verdict.TRANSFER: "企业现由其他单位管理，不会修改；导入时生成移交申请，由对方确认。",
    Verdict.UNCHANGED: "与登记簿一致，导入不作任何改动。",
}


@dataclass(frozen=True, slots=True)
class Tab:
    """One verdict with its number of rows."""

    code: str
    label: str
    count: int
    tone: str
    about: str
    here: bool


class ImportPage(OfImport):
    """Progress, columns to confirm, dry run, result: one address for the life of an import."""

    template_name = "exchange/import.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        import_ = self.import_
        progress = progress_of(import_)
        kwargs.update(
            progress=progress,
            failed=progress.state == FAILED,
            part=self._part(progress.is_running),
            source=SourceRank(import_.rank).label,
            followed_by=self._followed_by(),
            counts=counts_of(import_),
        )
        if kwargs["part"] == "mapping":
            kwargs.update(mapping_context(import_, self.access))
        if kwargs["part"] in {"checked", "applied"}:
            kwargs.update(self._dry_run())
        return super().get_context_data(**kwargs)

    def _part(self, running: bool) -> str:
        if running:
            return "running"
        state = ImportState(self.import_.state)
        return "applied" if state is ImportState.REVERTED else state.value

    def _followed_by(self) -> Sequence[Any]:
        from_here = self.import_.followed_by.within(self.access.reach(self.capability))
        return list(from_here.order_by("id")[:20])

    def _dry_run(self) -> dict[str, Any]:
        counts = counts_of(self.import_)
        here = self._verdict(counts)
        size = DOUBTS if here is Verdict.DOUBTFUL else SIZE
        asks = here is Verdict.DOUBTFUL and self.import_.state == ImportState.CHECKED
        shown = self.rows.filter(verdict=here)
        later, put_off = asks and "later" in self.request.GET, 0
        if asks:
            left = shown.at_places(left_for_later(doubts_of(self.import_), access=self.access))
            put_off = left.count()
            shown = left if later else shown.exclude(pk__in=left.values("pk"))
        page = listing(self.request, shown, orderings=IN_FILE_ORDER, size=size)
        rows = Rows(self.import_, self.access)
        left = self.rows.left_over()
        used = [
            table
            for table in tables_of(self.import_)
            if table.is_used and (not table.hidden or reads_hidden(self.import_))
        ]
        unsettled = self.rows.filter(verdict=Verdict.CONFLICT, chosen="").count()
        return {
            "tabs": [_tab(verdict, counts, here) for verdict in VERDICTS],
            "here": _tab(here, counts, here),
            "page": page,
            "later": later,
            "put_off": put_off,
            "cursor": self.request.GET.get("cursor", ""),
            "lines": [] if asks else rows.lines(page.rows),
            "doubts": rows.doubts(page.rows, self._search()) if asks else [],
            "creates": rows.words.kind is not None and rows.words.kind.creates,
            "tables": [veiled(table, rows.words) for table in used],
            "unread": unread(used, self.import_.jurisdiction_id),
            "total": sum(counts.values()),
            "cleared": is_cleared(self.import_, at=timezone.now()),
            "left": left.count(),
            "unsettled": unsettled,
            "good": self.rows.to_write().count(),
        }

    def _search(self) -> Search | None:
        """Whom the person looks for in place of what is proposed for one row."""
        row, text = self.request.GET.get("row", ""), self.request.GET.get("q", "").strip()
        if not text or not row.isdecimal() or len(row) > LONGEST_ID:
            return None
        return Search(int(row), text[:LONGEST_SEARCH])

    def _verdict(self, counts: dict[str, int]) -> Verdict:
        """The one asked for, else the first that has rows: what wants a person comes first, and
        once the import is over, what it did.
        """
        asked = self.request.GET.get("verdict", "")
        if asked in Verdict.values:
            return Verdict(asked)
        open_now = self.import_.state == ImportState.CHECKED
        order = VERDICTS if open_now else (*DONE, *VERDICTS)
        return next((verdict for verdict in order if counts[verdict]), Verdict.NEW)


def _tab(verdict: Verdict, counts: dict[str, int], here: Verdict) -> Tab:
    return Tab(
        verdict.value,
        verdict.label,
        counts[verdict],
        TONES[verdict],
        ABOUT[verdict],
        here=verdict is here,
    )
