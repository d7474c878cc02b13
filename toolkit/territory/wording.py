"""How words are written: the cut of a text into words, and the spelling that is looked up."""

import re
import unicodedata
from functools import lru_cache

# a word (cut where a capital follows a small letter) or a number, then what stands after it
PIECE = re.compile(
    r"([A-ZÀ-Ý]?[a-zß-ÿœ]++(?=[A-ZÀ-Ý][a-zß-ÿœ])|[^\W\d_]+|\d+(?:[.]\d(?!\d))?)([\W_]*)"
)
_WRITTEN = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "ss": "sous"}
_WRITTEN |= {"s": "sur", "lez": "les", "mt": "mont"}
# how messages shorten the small words that lead to a place
_WRITTEN |= {"ds": "dans", "dps": "depuis", "pr": "pour", "pte": "porte", "vle": "ville"}
_WRITTEN |= dict.fromkeys(("ctre", "ctr"), "centre")
_WRITTEN |= dict.fromkeys(("chui", "chuis", "jsuis", "jsui", "chu1"), "suis")
_WRITTEN |= dict.fromkeys(("jusk", "juska", "jusqua", "jusko"), "jusqu")
_WRITTEN |= {"jhabite": "habite", "jvis": "vis", "jpars": "pars", "jviens": "viens"}
_WRITTEN |= {"jvivais": "vivais", "jhabitais": "habitais", "jetais": "etais", "jvais": "vais"}
_WRITTEN |= {"jreste": "reste", "jrecois": "recois", "jarrive": "arrive", "jbouge": "bouge"}
_WRITTEN |= {"jquitte": "quitte", "qtier": "quartier", "univ": "universite"}
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ł": "l", "ø": "o", "đ": "d", "ı": "i"})

ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
ROMAN |= {"x": 10, "xi": 11, "xii": 12, "xiii": 13, "xiv": 14, "xv": 15, "xvi": 16, "xvii": 17}
ROMAN |= {"xviii": 18, "xix": 19, "xx": 20}
ARTICLES = frozenset({"le", "la", "les", "l"})


@lru_cache(maxsize=60_000)
def key_of(word: str) -> str:
    """Return the spelling under which a word is looked up: plain letters, ``st`` written out."""
    key = word.lower()
    if not key.isascii():
        split = unicodedata.normalize("NFKD", key)
        key = "".join(c for c in split if not unicodedata.combining(c)).translate(_LETTERS)
    return _WRITTEN.get(key, key)


@lru_cache(maxsize=60_000)
def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name, the way the reader cuts a text."""
    return tuple(key_of(word) for word, _ in PIECE.findall(name))


def without_article(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return a name without the article it begins with."""
    return words[1:] if len(words) > 1 and words[0] in ARTICLES else words
