"""From the writing of docs/ to a page: headings one can link to, tables that become cards.

What a file says as HTML is shown, not obeyed; links and pictures that lead elsewhere than to the
guide and its pictures lose their address. So a chapter can run nothing and fetch nothing.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

MARKDOWN: Final = MarkdownIt("commonmark", {"html": False}).enable("table")
BREAKS: Final = frozenset(("softbreak", "hardbreak"))
DROPPED: Final = re.compile(r"[^\w\- ]")
# Where a link or a picture leads on the page; empty for nowhere.
Resolve = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading, in plain words; the first of a page has none."""

    anchor: str
    heading: str
    words: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page and what can be found in it."""

    title: str
    html: SafeString
    sections: Sequence[Section]


def anchor_of(heading: str) -> str:
    """The name of a heading in addresses: as code hosts make it, so that links hold in both."""
    return DROPPED.sub("", heading.strip().lower()).replace(" ", "-")


def rendered(source: str, resolve: Resolve) -> Rendered:
    """The page of `source`, whose first heading is its title and not part of its body."""
    tokens = MARKDOWN.parse(source)
    title = ""
    if tokens and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        title, tokens = plain(tokens[1]), tokens[3:]
    sections = list(_sections(tokens))
    shown: list[Token] = []
    heading = title
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            heading = plain(tokens[at + 1])
            token.attrSet("id", anchor_of(heading))
        elif token.type == "inline":
            token.children = list(_led(token.children or [], resolve))
        elif token.type == "table_open":
            _label(tokens[at:])
            shown.append(_raw(_frame(heading)))
            token.attrSet("class", "cards")
        elif token.type in ("fence", "code_block"):
            shown.append(_raw(_code(token.content)))
            continue
        shown.append(token)
        if token.type == "table_close":
            shown.append(_raw("</div>"))
    html = MARKDOWN.renderer.render(shown, MARKDOWN.options, {})
    return Rendered(title, mark_safe(html), sections)  # noqa: S308 - its HTML is escaped above


def plain(token: Token) -> str:
    """An inline token as people read it aloud."""
    children = token.children or []
    return "".join(" " if it.type in BREAKS else it.content for it in children).strip()


def _sections(tokens: Sequence[Token]) -> Iterator[Section]:
    anchor = heading = ""
    words: list[str] = []
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            yield Section(anchor, heading, " ".join(words))
            heading, words = plain(tokens[at + 1]), []
            anchor = anchor_of(heading)
        elif token.type == "inline" and tokens[at - 1].type != "heading_open":
            words.append(plain(token))
        elif token.type in ("fence", "code_block"):
            words.append(token.content)
    yield Section(anchor, heading, " ".join(words))


def _led(children: Sequence[Token], resolve: Resolve) -> Iterator[Token]:
    """The words of a line with their links led to the guide; one that leads nowhere is dropped,
    its words stay.
    """
    dropped, before = 0, ""
    for child in children:
        if child.type == "softbreak" and before and not before.isascii():
            continue  # Chinese words go on in the next line without a space
        before = child.content[-1:]
        if child.type == "link_open":
            if not (target := resolve(str(child.attrGet("href") or ""))):
                dropped += 1
                continue
            child.attrSet("href", target)
        elif child.type == "link_close" and dropped:
            dropped -= 1
            continue
        elif child.type == "image":
            if not (target := resolve(str(child.attrGet("src") or ""))):
                continue
            child.attrSet("src", target)
            child.attrSet("loading", "lazy")
        yield child


def _label(tokens: Sequence[Token]) -> None:
    """Name the column in each cell (a phone shows rows as cards), head each row with its first
    cell, and let a row of codes be linked to by its code.
    """
    heads: list[str] = []
    column, is_body, row = 0, False, None
    for at, token in enumerate(tokens):
        if token.type == "table_close":
            return
        if token.type == "tbody_open":
            is_body = True
        elif token.type == "tr_open":
            column, row = 0, token
        elif token.type == "th_open" and not is_body:
            token.attrs.pop("style", None)  # the pages' policy allows none
            heads.append(plain(tokens[at + 1]))
            token.attrSet("scope", "col")
        elif token.type == "td_open":
            token.attrs.pop("style", None)
            if column == 0 and (said := plain(tokens[at + 1])):
                token.tag = tokens[at + 2].tag = "th"
                token.attrSet("scope", "row")
                children = tokens[at + 1].children or []
                if row is not None and [it.type for it in children] == ["code_inline"]:
                    row.attrSet("id", said)
            else:
                token.attrSet("data-label", heads[column])
            column += 1


def _raw(html: str) -> Token:
    return Token("html_block", "", 0, content=html)


def _frame(heading: str) -> str:
    return format_html(
        '<div class="scroll" tabindex="0" role="group" aria-label="{}">', heading or "表"
    )


def _code(content: str) -> str:
    return f'<pre class="scroll" tabindex="0"><code>{escape(content)}</code></pre>\n'
