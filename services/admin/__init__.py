from services.admin import policies, tickets, visits

__all__ = ["policies", "tickets", "visits"]
