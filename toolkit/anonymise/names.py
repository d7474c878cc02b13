"""Find first names and pseudonyms by the phrases that introduce them and by lists of names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from toolkit.anonymise.online import Found
from toolkit.anonymise.seeing import View
from toolkit.anonymise.vocabulary import common_words, cues, first_names

# phrases that say who somebody is; the name comes next
_STRONG = re.compile(
    r"\b(?:je m'? ?appelle?s?|je me nomme|je me prenomme|mon (?:petit )?(?:prenom|nom|surnom|pseudo)(?: d'artiste)?(?: est| c'?est)?|prenom(?:s)?"
    r"|on m'? ?appelle|appelez[- ]moi|appelle[- ]moi|nommee?|surnommee?|demand(?:ez|e|er)(?: apres)?|my name is|my name'?s|call me|i am called"
    r"|they call me|name is|ask for|me llamo|mi nombre es|me llaman|llamame|pregunta por|preguntar por|me dicen|"
    r"(?:eu )?me chamo|chamo[- ]me|meu nome e|o meu nome e|pergunta por|ma numesc|ma cheama|numele meu este|numele meu e|imi zice|ma numeste|"
    r"mi chiamo|il mio nome e|chiedi di|ich heisse|ich heiße|mein name ist|mam na imie|nazywam sie|jestem|меня зовут|казвам се|"
    r"me quajne|emri im eshte|emri im|quhem|name|prenom)\b[ :=\-–»>]{0,4}(?:est|is|es|e|c'est)?\s{0,2}"
)
# weaker ones: a name of the list must follow, or a capital in the middle of a sentence
_WEAK = re.compile(
    r"\b(?:c'?est|moi c'?est|moi|suis|je suis|ici|chez|avec|soy|aqui|i'?m|im|i am|it'?s|this is|here is|with|sou(?: a| o)?|sunt|eu sunt|aici|"
    r"sono|io sono|ich bin|bin|я|аз съм|jam|bisous?|bises?|kiss(?:es)?|besos|beijos|baci|pup|xoxo|love|bacioni|votre|ta|"
    r"ami|amie|copine|copain|amiga|amigo|prietena|friend|girlfriend|soeur|cousine|colocataire|manager|agent|patron|assistante|secretaire|avec|de la part de|"
    r"bonjour|bonsoir|salut|coucou|hello|hi|hola|ola|buna|ciao|signe|signee|duo|trio|et|and|y|si)\b"
    r"[ ,:;\-–!.\n]{1,3}(?:a |o |la |le |l')?"
)
_TITLE = re.compile(r"\b(?:mme|madame|mlle|mademoiselle|monsieur|mr|mrs|ms|miss|m|don|dona|senor|senora|senorita|sr|sra|srta|senhor|senhora|"
    r"domnul|doamna|domnisoara|dl|dna|d-na|d-l|signora|signor|frau|herr|pani|pan|maitresse|docteur|dr|prof)\b\.?\s")
_WORD = re.compile(r"[^\W\d_]+(?:['\-][^\W\d_]+)*")
_AGE = re.compile(r"[ ,\-–(]{1,3}\d\d\s?(?:ans?|a\b|anos|ani|de ani|years?|yo|y\.o|anni|jahre|lat|лет|г)")
_ALONE = re.compile(r"\s?(?:$|[,!.:;\n❤💋✨🌹🌸💕😘😍🔥💖👄🥰(|~*\-–/]|from|din|de|here|aqui|ici|aici|\d\d\b|[^\w\s])")
_MOST_NAMES = 3


@cache
def _not_names() -> frozenset[str]:
    """Return the words that are no name even with a capital."""
    lists = cues()
    return common_words() | lists["not_names"] | lists["connectors"] | lists["phone"] | lists["networks"] | lists["titles"] | lists["everyday"] | lists["not_people"]


def find_names(view: View) -> Iterator[Found]:
    """Yield first names and pseudonyms.

    It leaves places alone: towns, streets and stations named after somebody stay.

    Parameters
    ----------
    view : View
        A text as it is read.

    Yields
    ------
    Found
        Offsets in ``view.seen``.

    Examples
    --------
    >>> from toolkit.anonymise.seeing import view_of
    >>> view = view_of("Je m'appelle Sabrina, quartier Saint-Michel")
    >>> [view.given[found.start:found.end] for found in find_names(view)]
    ['Sabrina']
    """
    seen, shape = view.seen, view.shape
    capitals = not (shape.isupper() or shape.islower())
    for match in _STRONG.finditer(seen):
        yield from _run(view, match.end(), strict=False, capitals=capitals)
    for match in _TITLE.finditer(seen):
        first = shape[match.start() : match.end()].strip(" .")
        if first == "m" or (len(first) <= 2 and first.islower()):
            continue
        for name in _run(view, match.end(), strict=False, capitals=True):
            yield name._replace(start=match.start() if first.startswith("M") else name.start)
    for match in _WEAK.finditer(seen):
        yield from _run(view, match.end(), strict=True, capitals=capitals)
    yield from _alone(view, capitals)


def _run(view: View, at: int, *, strict: bool, capitals: bool) -> Iterator[Found]:
    """Yield the names that begin at a position."""
    end, first = at, None
    for _ in range(_MOST_NAMES):
        word = _WORD.match(view.seen, end)
        if word is None or not _is_name(view, word, strict=strict, capitals=capitals, more=first is not None):
            break
        first = word.start() if first is None else first
        stop = word.end()
        gap = re.match(r" (?:et |and |y |e |si |& )?", view.seen[stop:])
        end = stop + (gap.end() if gap else 1)
        if gap is None:
            break
    if first is not None:
        yield Found("NAME", first, stop, False)


def _is_name(view: View, word: re.Match[str], *, strict: bool, capitals: bool, more: bool) -> bool:
    """Tell whether a word may be a name where a name is expected."""
    name = word.group()
    capital = view.shape[word.start()].isupper()
    listed = all(part in first_names() for part in re.split(r"['\-]", name))
    if len(name) < 2 or name in _not_names() and not (listed and capital and capitals and not strict):
        return False
    if more:
        return capital and capitals and (listed or not strict)
    if strict:
        return listed and first_names().get(name, "alone") == "alone" and (capital or not capitals)
    return capital or listed or (not capitals and len(name) > 2)


def _alone(view: View, capitals: bool) -> Iterator[Found]:
    """Yield names of the list that stand alone: at the start, before an age, as a signature."""
    if not capitals and not view.shape.isupper():
        return
    names = first_names()
    previous, previous_end = "", 0
    for word, start, end in view.words:
        use = names.get(word)
        if use is not None and view.shape[start].isupper():
            gap = view.seen[previous_end:start]
            opens = not previous or bool(re.search(r"[.!?\n:,|❤💋✨🌹]|[^\w\s'\-]", gap))
            place = previous in cues()["not_names"] and "," not in gap and "." not in gap
            joined = view.seen[start - 1 : start] in {"-", "'"} or view.seen[end : end + 1] in {"-", "@"}
            follows = _AGE.match(view.seen, end) or (opens and _ALONE.match(view.seen, end))
            middle = capitals and view.shape[start:end].istitle() and not opens and use == "alone" and len(word) > 3
            if not place and not joined and word not in _not_names() and ((use == "alone" and follows) or middle):
                yield Found("NAME", start, end, False)
        previous, previous_end = word, end
