"""Group texts with one method and say what it took; run by ``duplicates.py``, in its own process.

``python duplicates_peers.py METHOD TEXTS.jsonl OUT.json`` runs with any Python: each method imports
only what it needs, and the process ends with code 3 where that is not installed. ``METHOD`` may be
``module:function``, any callable that takes a list of texts and returns one group per text.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import json
import re
import resource
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

NOT_INSTALLED = 3
PERMUTATIONS, BANDS, LEAST_JACCARD = 128, 32, 0.4
LEAST_COSINE, NEAREST = 0.5, 20
# the month that is added to a corpus, as a share of it
MONTH = 0.1
_WORD, _ACCENT = re.compile(r"\w+"), re.compile("[\u0300-\u036f]")
_WARM = [f"une chambre calme et claire près de la gare numéro {i} ce soir" for i in range(30)]

Groups = Sequence[int]


class Joined:
    """Connected components, of pairs that come one at a time."""

    def __init__(self, number: int) -> None:
        self.above = list(range(number))

    def top(self, one: int) -> int:
        """Return the text that stands for the component of one."""
        while self.above[one] != one:
            self.above[one] = one = self.above[self.above[one]]
        return one

    def of(self, pairs: Iterable[tuple[int, int]]) -> list[int]:
        """Join pairs and return the component of each text."""
        for one, other in pairs:
            first, second = sorted((self.top(one), self.top(other)))
            self.above[second] = first
        return [self.top(one) for one in range(len(self.above))]


def plain(text: str) -> str:
    """Return a text in small letters without accents: the peers are given what helps them."""
    return _ACCENT.sub("", unicodedata.normalize("NFD", text.lower()))


def shingles(text: str) -> set[str]:
    """Return the runs of three words of a text, or all its words where it has fewer."""
    words = _WORD.findall(plain(text))
    return {" ".join(words[i : i + 3]) for i in range(max(len(words) - 2, 1))}


def toolkit(texts: list[str]) -> Groups:
    from toolkit.duplicates import group_templates

    return group_templates(texts).tolist()


def exact(texts: list[str]) -> Groups:
    """Group texts of the same words, by a hash, as text-dedup does."""
    seen: dict[bytes, int] = {}
    found = []
    for text in texts:
        words = " ".join(_WORD.findall(plain(text)))
        found.append(seen.setdefault(hashlib.md5(words.encode()).digest(), len(seen)))  # noqa: S324 - what text-dedup uses, no secret
    return found


def datasketch(texts: list[str], *, checked: bool = False) -> Groups:
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=LEAST_JACCARD, num_perm=PERMUTATIONS)
    sets = ([shingle.encode() for shingle in shingles(text)] for text in texts)
    made = list(MinHash.generator(sets, num_perm=PERMUTATIONS))
    with index.insertion_session() as session:
        for number, one in enumerate(made):
            session.insert(number, one)
    return Joined(len(texts)).of(_agreeing(made, map(index.query, made), checked=checked))


def rensa(texts: list[str], *, checked: bool = False) -> Groups:
    from rensa import RMinHash, RMinHashLSH

    made = RMinHash.from_token_sets([list(shingles(text)) for text in texts], PERMUTATIONS, 42)
    index = RMinHashLSH(threshold=LEAST_JACCARD, num_perm=PERMUTATIONS, num_bands=BANDS)
    index.insert_many(made)
    return Joined(len(texts)).of(_agreeing(made, map(index.query, made), checked=checked))


def _agreeing(made: Sequence, found: Iterable, *, checked: bool) -> Iterator[tuple[int, int]]:
    """Yield the pairs found, where asked only those whose signatures agree enough."""
    for one, others in enumerate(found):
        for other in others:
            if other > one and (not checked or made[one].jaccard(made[other]) >= LEAST_JACCARD):
                yield one, other


def tfidf(texts: list[str]) -> Groups:
    from scipy.sparse.csgraph import connected_components
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sparse_dot_topn import sp_matmul_topn

    least = min(2, len(texts))
    rows = TfidfVectorizer(ngram_range=(1, 3), min_df=least, preprocessor=plain).fit_transform(
        texts
    )
    near = sp_matmul_topn(rows, rows.T.tocsr(), top_n=NEAREST, threshold=LEAST_COSINE)
    return connected_components(near, directed=False)[1].tolist()


METHODS: dict[str, Callable[[list[str]], Groups]] = {
    "toolkit": toolkit,
    "exact": exact,
    "datasketch": datasketch,
    "datasketch, checked": lambda texts: datasketch(texts, checked=True),
    "rensa": rensa,
    "rensa, checked": lambda texts: rensa(texts, checked=True),
    "TF-IDF": tfidf,
}


def method_of(name: str) -> Callable[[list[str]], Groups]:
    """Return a method by its name, or any callable by ``module:function``."""
    if name in METHODS:
        return METHODS[name]
    module, _, function = name.partition(":")
    sys.path.insert(0, str(Path.cwd()))
    called = getattr(importlib.import_module(module), function)
    return lambda texts: [int(group) for group in called(texts)]


def memory(name: str) -> float:
    """Return mebibytes of this process: ``VmHWM`` is the peak, ``VmRSS`` what it holds."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    # getrusage counts what the process held that started this one
    lines = status.read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024


def _peak_forgotten() -> None:
    """Let the peak count from here on, where the system can."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def timed(call: Callable[[list[str]], Groups], texts: list[str]) -> dict[str, object]:
    """Return the groups and what they took."""
    _peak_forgotten()
    held, cpu, wall = memory("VmRSS"), time.process_time(), time.perf_counter()
    groups = call(texts)
    return {
        "cpu": time.process_time() - cpu,
        "wall": time.perf_counter() - wall,
        "peak": memory("VmHWM"),
        "added": memory("VmHWM") - held,
        "groups": groups,
    }


def month_added(texts: list[str]) -> dict[str, object]:
    """Return what it takes to add the last month to the texts before it."""
    from toolkit.duplicates import TemplateGroups

    held = TemplateGroups()
    before = round(len(texts) / (1 + MONTH))
    held.update(texts[:before])
    found = timed(held.update, texts[before:])
    return {**found, "groups": held.groups.tolist()}


def main() -> None:
    name, given, out = sys.argv[1:]
    with Path(given).open(encoding="utf-8") as lines:
        texts = [json.loads(line) for line in lines]
    try:
        if name == "update":
            found = month_added(texts)
        else:
            call = method_of(name)
            # what is loaded when first used is loaded by now
            call(_WARM)
            found = timed(call, texts)
    except ModuleNotFoundError as error:
        print(error, file=sys.stderr)
        sys.exit(NOT_INSTALLED)
    Path(out).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main()
