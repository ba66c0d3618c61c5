from enterprises.admin import enterprises, moves, parts, vocabulary

__all__ = ["enterprises", "moves", "parts", "vocabulary"]
