"""Files to upload that begin as valid ones."""

from random import Random


def odd_file(random: Random) -> bytes:
    return random.randbytes(random.randrange(200))
