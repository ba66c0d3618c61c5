"""Photos: what they are, what the camera wrote into them, and the picture without it."""

from wuhan_smes.files.photos.reading import Photo, read_photo

__all__ = ["Photo", "read_photo"]
