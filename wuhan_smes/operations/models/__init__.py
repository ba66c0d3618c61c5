from wuhan_smes.operations.models.loaded_row import LoadedRow

__all__ = ["LoadedRow"]
