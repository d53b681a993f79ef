"""Two threads that use a msgspec.Struct for the first time at once can end the process.

    python tests/msgspec_struct_race.py               ends with SIGSEGV (msgspec 0.22, Python 3.13)
    python tests/msgspec_struct_race.py described     "No crash": a decoder was made before

For the authors of msgspec, and to see whether a newer version still needs `config.structs`.
"""

import sys
import threading

import msgspec

STRUCTS, THREADS = 300, 8


def new_struct(number: int) -> type[msgspec.Struct]:
    """One that nobody has used yet, with another one inside."""
    numbers = [(f"number{place}", int, 0) for place in range(12)]
    inner = msgspec.defstruct(f"Inner{number}", numbers)
    texts = [(f"texts{place}", dict[str, list[str]]) for place in range(8)]
    return msgspec.defstruct(f"Outer{number}", [("inner", dict[str, inner]), *texts], kw_only=True)


def use_at_once(struct: type[msgspec.Struct]) -> None:
    start = threading.Barrier(THREADS)
    value = {"inner": {"a": {"number1": 1}}, **{f"texts{place}": {} for place in range(8)}}

    def use() -> None:
        start.wait()
        msgspec.convert(value, struct)

    threads = [threading.Thread(target=use) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    sys.setswitchinterval(1e-5)
    for number in range(STRUCTS):
        struct = new_struct(number)
        if "described" in sys.argv:
            msgspec.json.Decoder(struct)
        use_at_once(struct)
    print("No crash")
