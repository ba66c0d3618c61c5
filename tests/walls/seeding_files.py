"""What files hold once the rows are marked: enciphered bytes cannot be."""

from typing import Final

# A marked file is one from before files were enciphered, as long as its mark. One without a piece
# gets its marked name for bytes, so that handing it out tells whose it is.
FILES_AS_MARKED: Final = """
    INSERT INTO files_storedpiece (file_id, ordinal, data)
    SELECT f.id, 0, convert_to(f.name, 'UTF8') FROM files_storedfile f
     WHERE NOT EXISTS (SELECT FROM files_storedpiece p WHERE p.file_id = f.id);
    UPDATE files_storedpiece SET key = '';
    UPDATE files_storedfile f SET size = length(data) FROM files_storedpiece WHERE file_id = f.id;
"""
