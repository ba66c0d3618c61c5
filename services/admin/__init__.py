from services.admin import policies

__all__ = ["policies"]
