from wuhan_smes.accounts.admin import closed, people, units

__all__ = ["closed", "people", "units"]
