"""Photos: what they are, what the camera wrote into them, and the picture without it."""

from services.rules.photos.reading import Photo, read_photo

__all__ = ["Photo", "read_photo"]
