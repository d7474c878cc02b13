"""The sample corpus with what must never come out planted in it: in each text, and in one place."""

from itertools import product
from string import ascii_lowercase

import pandas as pd

# one word for each ad: whatever text comes out, it is seen, and no word is anybody else's
WORD = "zircobeluga"
NAME, ACCOUNT, DIGITS = "Zélibette", "canaricompte", "639987766"
CONTACT = "06 39 98 77 66"
SMALL, SMALL_NAME, N_SMALL = "23", "Creuse", 7


def write_planted(source, path):
    """Write a corpus that is read as the sample is, and return its path."""
    ads = pd.read_csv(source, dtype=str)
    words = [f"{WORD}{''.join(tail)}" for tail in product(ascii_lowercase, repeat=3)]
    ads["text"] = [
        f"{text} {word}" if isinstance(text, str) else text
        for text, word in zip(ads["text"], words[: len(ads)], strict=True)
    ]
    ads["advertiser_ref"] = [
        f"{ACCOUNT}{ref}" if isinstance(ref, str) else ref for ref in ads["advertiser_ref"]
    ]
    # a few ads of one advertiser, alone in a département; another writes a name
    few = ads["text"].notna() & ads["platform"].eq("Rue Claire")
    rows = ads.index[few][-N_SMALL:]
    ads.loc[rows, "place"] = "Guéret"
    ads.loc[rows, "advertiser_ref"] = f"{ACCOUNT}seul"
    ads.loc[rows, "text"] = [
        f"Bonjour, je suis {NAME}, appelez-moi au {CONTACT}. Je réponds le soir. {word}"
        for word in words[-len(rows) :]
    ]
    ads.to_csv(path, index=False)
    return path


def planted_in(words):
    """Return which of the secrets stand in a page or a file."""
    bare = "".join(sign for sign in words if sign.isdigit() or sign.isalpha()).casefold()
    secrets = (WORD, NAME, ACCOUNT, DIGITS)
    return [secret for secret in secrets if secret.casefold() in bare]
