from services.admin import policies, visits

__all__ = ["policies", "visits"]
