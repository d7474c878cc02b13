"""Towns, départements and refusals as messages write them: shortened, glued, misspelt, listed."""

import pytest

from toolkit.territory import find_places
from toolkit.territory.codes import departements
from toolkit.territory.names import index

# a wording and the départements it asserts; "*" is flagged as open, "" is nothing at all
WRITTEN = [
    ("sur albi moi, tt simple", "81"),
    ("jsuis a ales", "30"),
    ("g un appart a sete", "34"),
    ("dax centre, masage", "40"),
    ("nantescentre rdv", "44"),
    ("rennesgare", "35"),
    ("marseillevieuxport", "13"),
    ("angersvillage", "49"),
    ("dijonnaise dispo", ""),
    ("toulousaine souriante", ""),
    ("parisienne", ""),
    ("lilloise", ""),
    ("grenoblois", ""),
    ("pte de pantin", "75"),
    ("pte dauphine studio", "75"),
    ("pte d'orleans", "75"),
    ("2B et 2A", "2A 2B"),
    ("lot, gers et aveyron", "46 32 12"),
    ("tarn, lot", "81 46"),
    ("vienne isere", "38"),
    ("seyssel haute savoie", "74"),
    ("st paul run", "974"),
    ("moulins dispo", "03"),
    ("je suis à Moulins", "03"),
    ("villiers sur marne", "94"),
    ("la trinité", "*"),
    ("st paul dispo", "*"),
    ("st michel slt", "*"),
    ("saint andre rdv", "*"),
    ("st cyprien centre 66", "66"),
    ("canet plage 66", "66"),
    ("g quitté lyon pr nice", "06"),
    ("je viens de nice, je vais à pau", "64"),
    ("strasbourg et kehl", "67"),
    ("nice et monaco", "06"),
    ("cannes et vintimille", "06"),
    ("menton, ventimille", "06"),
    ("jhabite ds le 13", "13"),
    ("jvis ds le 44", "44"),
    ("arrivée ds le var", "83"),
    ("prends la 3e a droite puis le 58", ""),
    ("interphone 44, le 59", ""),
    ("jvivais a nantes, now rennes", "35"),
    ("jpars de lyon lundi pr paris", "75"),
    ("nu fac paris", ""),
    ("no hago lyon", ""),
    ("nao faço lyon", ""),
    ("paris nao, só lyon", "69"),
    ("montpelier centre", "34"),
    ("mompellier", "34"),
    ("grenobl gare", "38"),
    ("nantess", "44"),
    ("rennnes", "35"),
    ("bordeaus", "33"),
    ("tolouse", "31"),
    ("clermon ferrand", "63"),
    ("aix en pce", "13"),
    ("st nazair", "44"),
    ("la roshelle", "17"),
    ("perpigan", "66"),
    ("poitier centre", "86"),
    ("limoge", "87"),
    ("bezier", "34"),
    ("besanson", "25"),
    ("macon centre", "71"),
    ("maçon qualifié", ""),
    ("garçon sérieux", ""),
    ("annecy-geneve", "74"),
    ("entre lille et bruxelles", "59"),
    ("bayonne/biarritz/anglet", "64"),
    ("ds paris", "75"),
    ("gare montparnasse", "75"),
    ("gare st charles", "13"),
    ("gare perrache", "69"),
    ("gare matabiau", "31"),
    ("cdg t2", "*"),
    ("la defense", "92"),
    ("le 9.3", "93"),
    ("neuf cinq", "95"),
    ("le 9 4", "94"),
    ("77 sud", "77"),
    ("sud 77", "77"),
    ("nord 29", "29"),
    ("finistere sud", "29"),
    ("cote d azur", "*"),
    ("pays basque", "64"),
    ("bassin d'arcachon", "33"),
    ("normandie", "*"),
    ("im in nice now", "06"),
    ("estoy en niza", "06"),
    ("estou em nice", "06"),
    ("sunt in nisa", "06"),
    ("llego a burdeos el lunes", "33"),
    ("in paris until friday", "75"),
    ("around lyon", "69"),
    ("tours, france", "37"),
    ("en tours", "37"),
    ("em tours", "37"),
    ("in tours now", "37"),
    ("la tours", "37"),
    ("sunt la cannes", "06"),
    ("lyon 7", "69"),
    ("lyon septieme", "69"),
    ("paris onzieme", "75"),
    ("75 011", "75"),
    ("97400", "974"),
    ("fort de france", "972"),
    ("cayenne", "973"),
    ("mamoudzou", "976"),
    ("pointe a pitre", "971"),
    ("estoy en hendaya", "64"),
    ("em perpinhao", "66"),
    ("sunt la tuluza", "31"),
    ("trabajo en la gironda", "33"),
    ("en las landas", "40"),
    ("ilha da reuniao", "974"),
    ("departamento 40", "40"),
    ("departamentul 94", "94"),
    ("zona 93", "93"),
]


def asserted(found):
    """Return the départements that the rows of a text assert."""
    known = index().departement
    codes = found.loc[found["level"] != "region", "code"].dropna()
    return {known.get(code, code) for code in codes}


@pytest.mark.parametrize(("text", "wanted"), WRITTEN)
def test_wordings_of_messages(text, wanted):
    found = find_places([text])
    if wanted == "*":
        assert len(found)
        assert not asserted(found)
    else:
        assert asserted(found) == set(wanted.split())
        assert wanted or found.empty


def test_every_code_asserted_here_is_a_departement():
    codes = {code for _, wanted in WRITTEN for code in wanted.replace("*", "").split()}
    assert codes <= set(departements()["code"])
