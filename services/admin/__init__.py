from services.admin import policies, stations, tickets, visits

__all__ = ["policies", "stations", "tickets", "visits"]
