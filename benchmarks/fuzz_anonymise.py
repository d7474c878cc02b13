"""Hunt for contacts that escape masking: known disguises, changed at random, then shrunk.

Run it as ``python benchmarks/fuzz_anonymise.py --rounds 20``. Each round draws from
another seed and prints the shortest variant that leaks, if one does; it becomes a line of
``tests/anonymise/lines/disguised.txt``.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.anonymise.adversary import FORMS, NUMBERS, SEPARATORS, phone  # noqa: E402
from tests.anonymise.marks import MARK  # noqa: E402
from toolkit.anonymise import find_identifiers, mask  # noqa: E402
from toolkit.anonymise.doubts import doubts  # noqa: E402

LINES = ROOT / "tests" / "anonymise" / "lines" / "disguised.txt"
HIDDEN = ["\u200b", "\u200d", "\u2060", "\ufe0f", "\u00ad"]
BEFORE = ["", "bonjour ", "80€ 1h, ", "24 ans, ", "dispo 10h-20h ", "😀 ", "à Lille 59000 "]
AFTER = ["", " bisous", ", 7j/7", " 80€", " 😀", " le 12/05", ". à bientôt"]


def marked_lines() -> list[tuple[str, str, str]]:
    """Return text before, contact and text after of each line with one mark."""
    written = LINES.read_text(encoding="utf-8").replace("\\n", "\n").split("\n")
    found = []
    for line in written:
        marks = list(MARK.finditer(line))
        if len(marks) == 1:
            found.append((line[: marks[0].start()], marks[0][2], line[marks[0].end() :]))
    return found


@st.composite
def variants(draw: st.DrawFn) -> tuple[str, int, int]:
    """Draw a text and where its contact stands."""
    if draw(st.booleans()):
        text, (start, end), _ = phone(
            draw(st.integers(0, 10**6)),
            language=draw(st.sampled_from(sorted(NUMBERS))),
            form=draw(st.sampled_from(sorted(FORMS))),
        )
        before, contact, after = text[:start], text[start:end], text[end:]
    else:
        before, contact, after = draw(st.sampled_from(marked_lines()))
    change = draw(st.sampled_from(["none", "upper", "hidden", "separators", "title"]))
    if change == "upper":
        contact = contact.upper()
    elif change == "title":
        contact = contact.title()
    elif change == "hidden":
        contact = draw(st.sampled_from(HIDDEN)).join(contact)
    elif change == "separators" and re.fullmatch(r"[\d .\-/]+", contact):
        contact = draw(st.sampled_from(SEPARATORS)).join(re.findall(r"\d+", contact))
    before = draw(st.sampled_from(BEFORE)) + before
    return before + contact + after + draw(st.sampled_from(AFTER)), len(before), len(contact)


def leaks(text: str, start: int, length: int) -> bool:
    """Tell whether a letter or digit of the contact is left in a text that is not kept apart."""
    found = find_identifiers([text])
    hidden = {at for row in found.itertuples() for at in range(row.start, row.end)}
    left = [at for at in range(start, start + length) if text[at].isalnum() and at not in hidden]
    return bool(left) and not doubts(mask([text])[0])


def hunt(number: int, examples: int) -> str | None:
    """Return the shortest variant that leaks in one round, None when none does."""
    found: list[str] = []

    @seed(number)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=False,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(variants())
    def search(variant: tuple[str, int, int]) -> None:
        if leaks(*variant):
            found.append(f"{variant[0]!r} -> {mask([variant[0]])[0]!r}")
            raise AssertionError

    try:
        search()
    except AssertionError:
        return found[-1]
    return None


def main() -> None:
    """Run some rounds and print what escaped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--examples", type=int, default=2000)
    options = parser.parse_args()
    escaped = [hunt(number, options.examples) for number in range(options.rounds)]
    for line in sorted({line for line in escaped if line}):
        print(line)
    print(
        f"{sum(map(bool, escaped))} of {options.rounds} rounds of {options.examples} found a leak"
    )


if __name__ == "__main__":
    main()
