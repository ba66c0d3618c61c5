from enterprises.admin import vocabulary

__all__ = ["vocabulary"]
