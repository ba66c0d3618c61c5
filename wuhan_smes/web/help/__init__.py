"""The guide: the chapters of docs/, read where people work and searched without going elsewhere."""
