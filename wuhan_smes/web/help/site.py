"""The guide as files: the same chapters as at /help/, to be read where the product is not."""

import shutil
from pathlib import Path
from typing import Final

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from wuhan_smes.web.help.contents import CHAPTERS, DOCS, PARTS
from wuhan_smes.web.help.reading import Addresses, resolver
from wuhan_smes.web.help.rendering import rendered

PICTURES: Final = "pictures"
STYLE: Final = "product.css"
# Pages of the product are named in the chapters; from files nothing leads there.
ALONE: Final = Addresses(
    chapter=lambda code: f"{code}.html",
    picture=lambda name: f"{PICTURES}/{name}",
    page=lambda address: "",
)


def build(folder: Path) -> int:
    """Write every chapter, the contents, the pictures and the style below `folder`, in place of
    what an earlier build left there; how many chapters there are.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for chapter in CHAPTERS.values():
        shown = rendered(chapter.words(), resolver(chapter, ALONE))
        _write(folder / f"{chapter.code}.html", {"topic": chapter, "shown": shown})
    _write(folder / "index.html", {"topic": None})
    shutil.rmtree(folder / PICTURES, ignore_errors=True)
    shutil.copytree(DOCS / PICTURES, folder / PICTURES)
    shutil.copyfile(str(finders.find(f"web/css/{STYLE}")), folder / STYLE)
    return len(CHAPTERS)


def _write(path: Path, context: dict[str, object]) -> None:
    told = {**context, "parts": PARTS, "style": STYLE}
    path.write_text(render_to_string("web/help/alone.html", told), "utf-8")
