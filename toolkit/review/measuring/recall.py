"""What an audit of recall says: how much the rules find, and which wordings they lack."""

from __future__ import annotations

import html
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from toolkit.counting.proportions import share
from toolkit.disclosure import load_rules
from toolkit.errors import OptionError, TableError
from toolkit.indicators.paraphrasing.finding import places
from toolkit.indicators.paraphrasing.lines import is_left_out
from toolkit.messages import check_language, message
from toolkit.review.coding.consensus import agreed_codes, check_consensus
from toolkit.review.sampling.recall_audit import AUDIT_COLUMNS, WHOLE
from toolkit.review.sampling.strata import ASSERTED, NO_HIT
from toolkit.review.showing.journal import JOURNAL, check_reason, write_journal
from toolkit.review.showing.texts import OnScreen
from toolkit.schema import ANNOTATED, SAMPLE_KEY, check

if TYPE_CHECKING:
    from toolkit.counting.annotating import Annotated

_FEW = 30


def audited_recall(
    codes: pd.DataFrame,
    key: pd.DataFrame,
    *,
    consensus: str = "agreed",
    confidence: float = 0.95,
    lang: str = "fr",
) -> pd.DataFrame:
    """Estimate which share of an indicator's passages the rules find, with an honest interval.

    It says nothing of what a passage means, nor of other corpora. The part that was never read is
    in the interval: a few hundred passages cannot exclude that many are missed.

    Parameters
    ----------
    codes : pandas.DataFrame
        See ``schema.CODES``, of one audit.
    key : pandas.DataFrame
        ``recall_audit(...).key``.
    consensus : str
        ``"agreed"`` (default) or ``"majority"``; see ``validation``.
    confidence : float
        Between 0 and 1.
    lang : str
        Language of ``reading``: ``"fr"`` or ``"en"``.

    Returns
    -------
    pandas.DataFrame
        One row: ``indicator``; ``estimate``, ``low`` and ``high`` (0 to 1; when no passage is coded
        present, NA between 0 and 1), ``confidence``, ``statistic``, ``method``, ``design``,
        ``n_passages`` (of the corpus), ``n_coded``, ``n_excluded``, ``n_present`` (distinct
        passages) and ``reading``.

    Raises
    ------
    OptionError
        When the confidence is out of range.
    TableError
        When key and codes do not belong together, or a stratum has no code at all.

    Notes
    -----
    Stratified: passages coded present are N p in each stratum, with Clopper-Pearson limits of p;
    limits of the missed ones are joined by Zou and Donner (2008); the lower limit of recall sets
    the fewest found against the most missed, the upper the reverse. Conservative: in simulated
    audits it covered .98 or more at .95 (tests). Random: Clopper-Pearson among those present.

    Examples
    --------
    >>> codes = pd.DataFrame({"item": ["1", "2", "3"], "coder": "A", "indicator": "CTL.DEBT",
    ...     "code": ["present", "present", "absent"]})
    >>> key = pd.DataFrame({"item": ["1", "2", "3"], "ad_id": list("abc"), "design": "random",
    ...     "stratum": "all", "weight": 30.0, "language": "fr", "asserted": [True, False, False],
    ...     "n_drawn": 1, "start": 0, "end": 9})
    >>> audited_recall(codes, key)[["estimate", "low", "high"]].round(3).to_numpy().tolist()
    [[0.5, 0.013, 0.987]]
    """
    if not 0 < confidence < 1:
        raise OptionError(
            "confidence", value=confidence, rule="must be between 0 and 1", remedy="leave it out"
        )
    check_language(lang)
    indicator, read = _read(codes, key, consensus)
    coded = read[read["code"].notna()]
    present = coded["code"].eq("present")
    design = str(read["design"].iloc[0])
    measured = (_by_strata if design == "stratified" else _at_random)(read, confidence)
    row = {
        "indicator": indicator,
        **dict(zip(("estimate", "low", "high"), measured, strict=True)),
        "confidence": confidence,
        "statistic": "recall",
        "method": "Clopper-Pearson"
        if design == "random"
        else "Clopper-Pearson by stratum, joined by their limits",
        "design": design,
        "n_passages": round(float(read["weight"].sum())),
        "n_coded": len(coded),
        "n_excluded": len(read) - len(coded),
        "n_present": int(present.sum()),
    }
    kinds = dict.fromkeys(("estimate", "low", "high"), "Float64")
    return pd.DataFrame([row]).astype(kinds).assign(reading=_reading(read, lang))


def _read(codes: pd.DataFrame, key: pd.DataFrame, consensus: str) -> tuple[str, pd.DataFrame]:
    """Return the indicator, and the passages of the key with the code that coders agree on."""
    absent = [name for name in AUDIT_COLUMNS if name not in key.columns]
    drawn = check(key, SAMPLE_KEY).astype({"item": "str"})
    agreed = agreed_codes(codes, check_consensus(consensus))
    asked = sorted(agreed["indicator"].unique())
    strangers = int((~agreed["item"].isin(drawn["item"])).sum())
    if absent or len(asked) != 1 or strangers or drawn["item"].duplicated().any():
        raise TableError(
            "codes and key",
            value=f"{strangers} unknown item(s), {len(asked)} indicator(s)",
            rule="must be those of one audit of recall, with each item once in the key",
            remedy="pass recall_audit(...).key and the codes of its sheets",
        )
    read = drawn.merge(agreed[["item", "code"]], on="item", how="left")
    read["asserted"] = read["asserted"].astype(bool)
    unread = read.groupby("stratum")["code"].count()
    if not len(read) or unread.eq(0).any():
        raise TableError(
            "codes",
            value=", ".join(unread.index[unread.eq(0)]),
            rule="every stratum needs coded passages: what was never read cannot be estimated",
            remedy="code its passages, or draw a larger audit",
        )
    return asked[0], read


def _at_random(read: pd.DataFrame, confidence: float) -> list[float]:
    """Return recall and its limits among the passages of a random sample that are present."""
    present = read[read["code"].eq("present")]
    found = int(present.loc[present["asserted"], "n_drawn"].sum())
    limits = share([found], [int(present["n_drawn"].sum())], confidence=confidence)
    return [float(limit[0]) for limit in limits]


def _by_strata(read: pd.DataFrame, confidence: float) -> list[float]:
    """Return recall and its limits from the passages present in each stratum."""
    coded = read[read["code"].notna()]
    draws = coded.groupby("stratum")["n_drawn"].sum()
    present = coded[coded["code"].eq("present")].groupby("stratum")["n_drawn"].sum()
    sizes = read.groupby("stratum")["weight"].sum().to_numpy()
    limits = share(present.reindex(draws.index, fill_value=0), draws, confidence=confidence)
    value, low, high = (sizes * limit for limit in limits)
    ours = (draws.index == ASSERTED).astype("float64")
    found, fewest, most = (float(part @ ours) for part in (value, low, high))
    missed = float(value @ (1 - ours))
    below, above = ((part - value) ** 2 @ (1 - ours) for part in (low, high))
    least_missed = max(missed - float(below) ** 0.5, 0.0)
    return [
        _ratio(found, missed),
        _ratio(fewest, missed + float(above) ** 0.5),
        _ratio(most, least_missed),
    ]


def _ratio(found: float, missed: float) -> float:
    """Return the share found; where neither is, nothing is known."""
    return found / (found + missed) if found + missed else float("nan")


def _reading(read: pd.DataFrame, lang: str) -> str:
    """Return what weakens the estimate, in words."""
    coded = read[read["code"].notna()]
    present = coded["code"].eq("present")
    rest = coded["stratum"].isin([NO_HIT, WHOLE]) & ~coded["asserted"]
    values = {
        "n_present": int(present.sum()),
        "n_rest": int(rest.sum()),
        "n_found": int((rest & present).sum()),
        "n_excluded": len(read) - len(coded),
    }
    few = "recall_few" if values["n_present"] else "recall_none"
    keys = [few] if values["n_present"] < _FEW else []
    keys += ["rest"] + (["excluded"] if values["n_excluded"] else []) + ["unit"]
    return " ".join(message(f"audit.{one}", lang=lang, **values) for one in keys)


@dataclass(frozen=True, repr=False)
class ProposedWordings(OnScreen):
    """Wordings that the rules lack, on screen, in the order of the alphabet; its repr counts.

    Attributes
    ----------
    n_held_back : int
        Other ones, seen with too few advertisers to be listed.
    """

    _wordings: tuple[str, ...]
    n_held_back: int
    lang: str = "fr"

    def __repr__(self) -> str:
        """Return how many there are."""
        return f"ProposedWordings({len(self._wordings)} shown, {self.n_held_back} held back)"

    def __len__(self) -> int:
        """Return how many are shown."""
        return len(self._wordings)

    def _page(self) -> str:
        """Return the list and how to use it."""
        note = message("audit.leads", lang=self.lang, fewest=load_rules().k_advertisers)
        items = "".join(f"<li>{html.escape(wording)}</li>" for wording in self._wordings)
        held = message("audit.held_back", lang=self.lang, n=self.n_held_back)
        return f"<p>{html.escape(note)}</p><ul>{items}</ul><p>{html.escape(held)}</p>"


def proposed_wordings(
    codes: pd.DataFrame,
    key: pd.DataFrame,
    annotated: Annotated,
    *,
    reason: str,
    journal: str | Path = JOURNAL,
    lang: str = "fr",
) -> ProposedWordings:
    """Show wordings that coders found and the rules did not, when many advertisers write them.

    It writes no file and lists no wording of fewer than eleven advertisers: those are read again
    one at a time in the coding screen. It refuses possible minority and origin: such lists would
    serve as a search guide.

    Parameters
    ----------
    codes, key : pandas.DataFrame
        As in ``audited_recall``; coders must agree.
    annotated : Annotated
        The corpus that the audit was drawn from.
    reason : str
        Why texts are read; it goes to the journal.
    journal : str or pathlib.Path
        A CSV file that grows by one line.
    lang : str
        ``"fr"`` or ``"en"``.

    Returns
    -------
    ProposedWordings
        Folded, masked passages on screen, and the number of those held back.

    Raises
    ------
    OptionError
        When the reason is empty, or the indicator is of possible minority or origin.
    TableError
        When key and codes do not belong together.

    Examples
    --------
    >>> proposed_wordings(None, None, None, reason="")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    toolkit.errors.OptionError: reason: must say why texts are read...
    """
    why = check_reason(reason)
    check_language(lang)
    indicator, read = _read(codes, key, "agreed")
    if is_left_out(annotated.codebook[indicator]):
        raise OptionError(
            "indicator",
            value=indicator,
            rule="wordings about possible minority or origin are never listed",
            remedy="read its passages again in the coding screen, and discuss them there",
        )
    lacking = read[read["code"].eq("present") & ~read["asserted"]]
    corpus = check(annotated.corpus, ANNOTATED)
    eligible = corpus[~corpus["quarantined"].astype(bool)].reset_index(drop=True)
    drawn = set(zip(lacking["ad_id"], lacking["start"], lacking["end"], strict=True))
    seen: dict[str, set[int]] = {}
    wanted = set()
    identifiers = eligible["ad_id"].tolist()
    for place in places(eligible, annotated.codebook):
        seen.setdefault(place.text, set()).add(place.row)
        if (identifiers[place.row], place.start, place.end) in drawn:
            wanted.add(place.text)
    advertisers, fewest = eligible["advertiser"], load_rules().k_advertisers
    common = {text for text in wanted if advertisers.iloc[list(seen[text])].nunique() >= fewest}
    write_journal(Path(journal), why, len(common))
    return ProposedWordings(tuple(sorted(common)), len(wanted) - len(common), lang)
