"""The guide: every chapter opens, every link leads somewhere, no picture outlives its page."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from django.core.management import call_command
from django.urls import reverse

from tests.architecture.source import ROOT, files
from tests.factories.accounts import make_access, make_user
from wuhan_smes.exchange.kinds import kinds
from wuhan_smes.reporting.catalogue import catalogue
from wuhan_smes.scope import scoped
from wuhan_smes.web.help.contents import CHAPTERS, told_by
from wuhan_smes.web.help.places import PLACES, explained_at
from wuhan_smes.web.help.reading import find, read
from wuhan_smes.web.help.rendering import anchor_of, rendered
from wuhan_smes.web.navigation import SECTIONS

DOCS: Final = ROOT / "docs"
# Every page for people that the repository holds; drafts of decisions are pages, too.
PAGES: Final = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md"), *(ROOT / "deploy").rglob("*.md")])
LINK: Final = re.compile(r"\]\(([^)\s]+)\)")
FENCED: Final = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
HEADING: Final = re.compile(r"^#+ (.+)$", re.MULTILINE)
HREF: Final = re.compile(r'(?:href|src)="([^"]*)"')
NAME: Final = re.compile(r"`([A-Za-z_]+)`")
# What the name of a picture adds to that in the test: the screen it was taken on.
PHOTOGRAPH: Final = re.compile(r"(-390|-1440)?\.webp$")
OUTSIDE: Final = ("https:", "http:", "mailto:")


def links() -> Iterator[tuple[Path, str]]:
    for page in PAGES:
        for target in LINK.findall(FENCED.sub("", page.read_text("utf-8"))):
            if not target.startswith((*OUTSIDE, "/")):
                yield page, target


def anchors(page: Path) -> set[str]:
    """Headings of a page by their names in addresses; links in a heading count as their words."""
    text = LINK.sub("", FENCED.sub("", page.read_text("utf-8")))
    return {anchor_of(heading.replace("[", "")) for heading in HEADING.findall(text)}


def test_every_link_of_the_documentation_leads_to_a_file_and_a_heading_in_it() -> None:
    broken = []
    for page, target in links():
        path, _, anchor = target.partition("#")
        found = (page.parent / path).resolve() if path else page
        if not found.exists() or (anchor and anchor not in anchors(found)):
            broken.append((page.relative_to(ROOT).as_posix(), target))

    assert broken == []


def test_every_picture_is_shown_somewhere_and_taken_by_a_browser_test() -> None:
    taken = "".join(path.read_text("utf-8") for path in (ROOT / "tests/browser").glob("*.py"))
    shown = {Path(target).name for _, target in links() if "pictures/" in target}
    kept = {path.name for path in (DOCS / "pictures").iterdir()}
    photographs = {PHOTOGRAPH.sub("", name) for name in shown if name.endswith(".webp")}

    assert kept == shown
    assert {name for name in photographs if f'"{name}"' not in taken} == set()


def test_the_names_of_the_glossary_are_those_of_the_product() -> None:
    glossary = (DOCS / "guide/words.md").read_text("utf-8").partition("## 名词对照")[2]
    words = set().union(*(re.findall(r"\w+", path.read_text("utf-8")) for path in files()))

    assert {name for name in NAME.findall(glossary) if name not in words} == set()


@pytest.mark.django_db
@pytest.mark.parametrize("code", CHAPTERS)
def test_every_chapter_opens_for_everybody_and_leads_only_to_what_is_there(client, code) -> None:
    client.force_login(make_user("specialist"))

    page = client.get(f"/help/{code}/").content.decode()

    assert f"<h1>{CHAPTERS[code].label}</h1>" in page
    text = page.partition('<div class="prose">')[2].partition("</article>")[0]
    assert len(text) > 300
    for address in HREF.findall(text):
        assert address.startswith(("/", "#")), address


@pytest.mark.django_db
def test_what_is_declared_stands_in_the_chapters_the_product_writes() -> None:
    with scoped(make_access("specialist")):
        counted, lists = (read(CHAPTERS[code]) for code in ("definitions", "import-formats"))
    headings = {section.heading for section in (*counted.sections, *lists.sections)}
    told = " ".join(section.words for section in (*counted.sections, *lists.sections))

    assert {report.title for report in catalogue.listed()} <= headings
    assert {kind.title for kind in kinds.all()} <= headings
    for report in catalogue.listed():
        assert report.definition.told[:20] in told, report.name
    for kind in kinds.all():
        assert all(field.label in told for field in kind.all_fields), kind.name
    assert "社会信用代码" in told  # an alias


def test_a_chapter_is_told_once() -> None:
    with pytest.raises(ValueError, match="told twice"):
        told_by("words", lambda: "")


@pytest.mark.django_db
def test_the_guide_is_searched_without_asking_anybody(client) -> None:
    client.force_login(make_user("specialist"))

    page = client.get("/help/", {"q": "退票 日期"}).content.decode()

    assert 'href="/help/finance/"' in page.partition('id="found"')[2].partition("</section>")[0]
    with scoped(make_access("specialist")):
        assert find("   ") == []
        assert find("没有这个词") == []
        assert {"reports", "district"} <= {place.chapter.code for place in find("封存")}


def test_every_page_of_the_navigation_is_explained_somewhere() -> None:
    addresses = {
        reverse(name)
        for section in SECTIONS
        for entry in section.entries
        for name in (entry.url_name, *entry.also)
    }
    at_the_start = explained_at("/")

    for address in addresses - {"/", "/help/"}:
        if not address.startswith("/admin/"):
            assert explained_at(address) != at_the_start, address
    for chapter, anchor in PLACES.values():
        assert not anchor or anchor in {it.anchor for it in read(CHAPTERS[chapter]).sections}, (
            anchor
        )


@pytest.mark.django_db
def test_a_page_leads_to_the_chapter_that_explains_it(client) -> None:
    client.force_login(make_user("bureau_staff"))

    assert 'href="/help/reports/#报送"' in client.get("/reports/hand-ins/").content.decode()
    assert "本页说明" not in client.get("/help/words/").content.decode()


def test_a_chapter_can_run_nothing_and_fetch_nothing() -> None:
    source = (
        "# T\n<script>alert(1)</script>\n\n[a](javascript:alert(1)) ![b](http://x/y.png)\n\n"
        "| `code` | b |\n| :-- | --: |\n| `invalid` | <img src=x> |\n"
    )
    shown = rendered(source, lambda target: "/x" if target.startswith("/") else "")

    assert shown.title == "T"
    assert not re.search(r"<(script|img)|style=|href=", shown.html)
    assert '<tr id="invalid">' in shown.html


@pytest.mark.django_db
def test_the_guide_is_built_as_files_whose_links_hold(tmp_path) -> None:
    call_command("build_guide", to=tmp_path, verbosity=0)

    for page in tmp_path.glob("*.html"):
        for target in HREF.findall(page.read_text("utf-8")):
            path = target.partition("#")[0]
            assert not path or (tmp_path / path).exists(), (page.name, target)
    assert len(list(tmp_path.glob("*.html"))) == len(CHAPTERS) + 1
