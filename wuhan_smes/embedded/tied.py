"""Run a program that cannot outlive its parent.

    python tied.py PARENT SIGNAL UID PROGRAM [ARGUMENT…]

Started as a script of its own rather than as a preexec_fn: that is unsafe once threads exist.
A UID of -1 keeps the present user. The death signal is set last, as changing user clears it.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1


def main(parent: int, death_signal: int, uid: int, command: list[str]) -> None:
    if uid >= 0:
        os.setgroups([])
        os.setgid(uid)
        os.setuid(uid)
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
    if os.getppid() != parent:  # the parent died before the signal was set
        sys.exit(1)
    os.execv(command[0], command)  # noqa: S606 - replacing ourselves is the point


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
