"""What a field, a parameter or a header may hold that no browser would send by itself."""

from random import Random

MONSTER = "9" * 5_000  # Python refuses to make a number of it

ODD = (
    *("", " ", "\0", "a\0b", "\ud800", "a\udfffb", "\N{RIGHT-TO-LEFT OVERRIDE}abc", "\ufeff", "%"),
    *("%00", "%s%n%d", "\r\nX: y", "'", '"', "' OR 1=1 --", "<script>alert(1)</script>", "{{ x }}"),
    *("=cmd|' /C calc'!A0", "../../etc/passwd", "..\\..\\x", "//evil.example/", "javascript:x"),
    *("http://evil.example/", "/\\evil.example", "/admin/", "?", "&a=b", "#", "a" * 300),
    *("x" * 70_000, "\N{GRINNING FACE}" * 40, "\N{COMBINING ACUTE ACCENT}" * 500, "İ", "ﬁ"),
    *("0", "1", "-1", "+1", "01", "1_0", "1.5", "1e9", "1e999", "nan", "inf", "-inf", "0x10", "٣"),
    *(
        "²",
        "\N{FULLWIDTH DIGIT ONE}",
        "2147483648",
        "9223372036854775807",
        "9223372036854775808",
        str(10**30),
        MONSTER,
    ),
    *("-9223372036854775809", "1,2", "1,", ",", "1,a", "None", "null", "true", "on", "[]", "{}"),
    *('{"a":', "[" * 2_000, "abc", "abc:def", "a-b", "-", ".", "..", "e", "id", "pk", "__", "q__x"),
    *("0001-01-01", "9999-12-31", "0000-00-00", "2024-02-30", "1", "13", "32", "0001", "9999"),
    *("0001-01-01 00:00:00", "9999-12-31 23:59:59", "0001-01-01T00:00:00+14:00", "99999", "10000"),
    *("9999-12-31T23:59:59-14:00", "0001", "24:00", "12:60", "00:00:00.0000000001", "+9"),
    *("db", "cache", "signed_cookies", "easy", "hard", "choice", "order", "typed", "practice"),
)


def odd_value(random: Random) -> str:
    return random.choice(ODD)


def damaged(random: Random, text: str) -> str:
    """The text with some of it taken out, doubled, or made odd."""
    start, end = sorted(random.randrange(len(text) + 1) for _ in range(2))
    middle = random.choice(["", text[start:end] * 2, odd_value(random), text[start:end][::-1]])
    return text[:start] + middle + text[end:]
