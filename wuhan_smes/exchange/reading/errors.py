"""The two ways of saying no, to a whole file and to one cell: in Chinese, saying what to do."""


class Unreadable(Exception):
    """The file as a whole cannot be taken; `detail` tells a clerk what to do about it."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


class CellRefused(Exception):
    """One cell cannot be understood; the rest of its row goes on."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
