from enterprises.admin import batches, enterprises, moves, parts, targets, titles, vocabulary

__all__ = ["batches", "enterprises", "moves", "parts", "targets", "titles", "vocabulary"]
