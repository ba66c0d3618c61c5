"""Reading lists as they really are: from the bytes of a file to typed values with their faults.

Pure Python, no Django and no database: it runs in a child process with limits of its own
(`child`), started and listened to by `parser_process`.
"""
