"""Workbooks of other offices, as they would be handed in."""

import io

import openpyxl


def one_page(title: str) -> bytes:
    """A workbook of one empty page."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.worksheets[0].title = title
    book.save(out)
    return out.getvalue()
