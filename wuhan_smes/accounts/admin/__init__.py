from wuhan_smes.accounts.admin import closed, units

__all__ = ["closed", "units"]
