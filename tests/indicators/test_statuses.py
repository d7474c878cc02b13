"""Whose an age is and how a wording is said, in five languages, on invented lines."""

import pytest

from toolkit.indicators import load_codebook
from toolkit.indicators.anchors import Anchors
from toolkit.indicators.context import Manner, status_of
from toolkit.indicators.cues import cue_words
from toolkit.indicators.finding import _gaps, matcher
from toolkit.indicators.patterns import compile_pattern
from toolkit.indicators.reading import Reading
from toolkit.indicators.spelling import Spelling

WORDINGS = [
    *("manager", "boss", "jefe", "gerente", "managerul", "sef", "seful", "chefe", "de passage"),
    *("on tour", "touring", "de paso", "de passagem", "in trecere", "logement", "homeless"),
    *("enceinte", "pregnant", "embarazada", "gravida", "insarcinata", "lycee"),
]
PATTERNS = [compile_pattern(wording, indicator="X") for wording in WORDINGS]
SPELLING = Spelling({word for p in PATTERNS for word in p.literals}, cues=cue_words())
ANCHORS = Anchors(PATTERNS)

SAID = [
    ("Je n'ai pas de manager", "negated"),
    ("Je n'ai ni agence ni manager", "negated"),
    ("Ni agence, ni manager", "negated"),
    ("Pas d'agence ou de manager", "negated"),
    ("pas d'agence, de photo ou de manager", "negated"),
    ("Pas seulement mon manager, moi aussi", "asserted"),
    ("Ce n'est pas moi mais mon manager qui répond", "asserted"),
    ("Je ne réponds pas, mon manager répond", "asserted"),
    ("je ne reponds pas mon manager repond", "asserted"),
    ("N'hésitez pas à appeler mon manager", "asserted"),
    ("n hesite pas a contacter mon manager", "asserted"),
    ("Je n'ai qu'un manager", "asserted"),
    ("Mon manager : non merci", "negated"),
    ("Manager s'abstenir", "negated"),
    ("Je n'ai jamais eu de manager", "negated"),
    ("Je n'ai plus de manager", "negated"),
    ("Aucun manager", "negated"),
    ("personne ne gère, zéro manager", "negated"),
    ("Il n'y a pas de manager ici", "negated"),
    ("Si vous voulez réserver, contactez mon manager", "asserted"),
    ("Si vous voulez réserver contactez mon manager", "asserted"),
    ("Avant, j'avais un manager", "past"),
    ("J'étais avec un manager autrefois", "past"),
    ("Réservez avant 20h chez mon manager", "asserted"),
    ("Avant de venir, appelez mon manager", "asserted"),
    ("Sans hésiter contactez mon manager", "asserted"),
    ("Vous cherchez un logement", "client"),
    ("On me demande si j'ai un manager", "quoted"),
    ("« J'ai un manager » : faux", "quoted"),
    ("Je ne suis pas de passage", "negated"),
    ("Je ne suis jamais de passage ici", "negated"),
    ("Mon amie est enceinte", "other_person"),
    ("Ma soeur est enceinte, moi non", "other_person"),
    ("Je suis enceinte", "asserted"),
    ("Je ne suis pas enceinte", "negated"),
    ("Si je suis enceinte", "hypothetical"),
    ("Ma fille est au lycée", "other_person"),
    ("Ma fille est grande et je suis au lycée", "asserted"),
    ("I have no boss", "negated"),
    ("I don't have a boss", "negated"),
    ("I dont have a boss", "negated"),
    ("no agency, no boss", "negated"),
    ("not only my boss", "asserted"),
    ("Don't hesitate to call my boss", "asserted"),
    ("I used to have a boss", "past"),
    ("If I had a boss", "hypothetical"),
    ("No photos, call my boss", "asserted"),
    ("My sister is pregnant", "other_person"),
    ("Are you homeless?", "client"),
    ("Boss: no thanks", "negated"),
    ("I never work with a boss", "negated"),
    ("nobody, no manager or boss", "negated"),
    ("No tengo jefe", "negated"),
    ("Sin agencia ni jefe", "negated"),
    ("No solo mi jefe contesta", "asserted"),
    ("No dudes en llamar a mi jefe", "asserted"),
    ("Antes tenía un jefe", "past"),
    ("Si tuviera un jefe", "hypothetical"),
    ("Mi hermana está embarazada", "other_person"),
    ("No estoy de paso", "negated"),
    ("Llama a mi jefe, no a mí", "asserted"),
    ("No contesto yo, contesta mi jefe", "asserted"),
    ("Não tenho chefe", "negated"),
    ("Sem agência nem chefe", "negated"),
    ("Atendo no hotel com meu gerente", "asserted"),
    ("Não só o meu gerente", "asserted"),
    ("Não hesite em ligar ao meu gerente", "asserted"),
    ("Minha irmã está grávida", "other_person"),
    ("Já não tenho chefe", "negated"),
    ("Eu tinha um chefe", "past"),
    ("Se eu tivesse um chefe", "hypothetical"),
    ("Nu am șef", "negated"),
    ("Fără agenție și fără șef", "negated"),
    ("Nu doar șeful răspunde", "asserted"),
    ("Nu ezitați să sunați șeful", "asserted"),
    ("Am 25 ani și managerul răspunde", "asserted"),
    ("Sora mea este însărcinată", "other_person"),
    ("Daca as avea un sef", "hypothetical"),
    ("Aveam un sef", "past"),
    ("Nici agenție, nici șef", "negated"),
    ("JE SUIS SEULE PAS DE MANAGER", "negated"),
    ("pas de bla bla merci mon manager repond", "asserted"),
    ("Pas de SMS. Mon manager répond", "asserted"),
    ("Pas de SMS mon manager répond", "asserted"),
    ("jamais le dimanche, mon manager est absent", "asserted"),
    ("mon manager ne répond jamais le soir", "asserted"),
    ("Pas de numéro masqué, contactez mon manager", "asserted"),
    ("appel masqué refusé mon manager répond", "asserted"),
    ("No hablo francés, mi jefe sí", "asserted"),
    ("Sem pressa meu gerente atende", "asserted"),
    ("Fara graba managerul raspunde", "asserted"),
    ("Sans rendez-vous, voir mon manager", "asserted"),
    ("sans rdv voir mon manager", "asserted"),
    ("Je ne dirais pas que je suis de passage", "negated"),
    ("il paraît que j'ai un manager, c'est faux", "quoted"),
    ("Mon manager n'existe pas", "negated"),
    ("Mon manager c'est moi", "negated"),
    ("No, my boss is not here", "asserted"),
    ("Non, je suis de passage", "asserted"),
    ("Non je suis de passage", "asserted"),
    ("Oui, je suis de passage", "asserted"),
    ("no soy de aquí, estoy de paso", "asserted"),
    ("Je ne suis pas d'ici, je suis de passage", "asserted"),
    ("Je ne suis pas d'ici je suis de passage", "asserted"),
    ("Je n'habite pas ici, de passage seulement", "asserted"),
    ("I do not live here, on tour", "asserted"),
    ("Não moro aqui, de passagem", "asserted"),
    ("Nu locuiesc aici, in trecere", "asserted"),
]

# nothing where the number is no age of ten to seventeen years
AGES = [
    ("J'ai 17 ans", "asserted"),
    ("17ans dispo", "uncertain"),
    ("g 17 ans", "asserted"),
    ("j ai dix-sept ans", "asserted"),
    ("1 7 ans", "uncertain"),
    ("J'ai 1 7 ans", "asserted"),
    ("À 17 km de la gare", ""),
    ("J'ai 16 ans d'expérience", "duration"),
    ("Ma fille a 16 ans", "other_person"),
    ("hommes +30 ans", ""),
    ("interdit aux -18", ""),
    ("19 photos", ""),
    ("Am 17 ani", "asserted"),
    ("Stau de 17 ani aici", "duration"),
    ("Lucrez de 15 ani în domeniu", "duration"),
    ("Fată de 17 ani", "asserted"),
    ("Fille de 17 ans", "asserted"),
    ("Lina, 17 ans", "uncertain"),
    ("Lina 17 ans, blonde", "asserted"),
    ("Elle a 17 ans", "asserted"),
    ("Âge : 17 ans", "asserted"),
    ("Âge: 17", "asserted"),
    ("Il y a 16 ans que je vis ici", "duration"),
    ("je vis ici depuis 16 ans", "duration"),
    ("Quand j'avais 16 ans je dansais", "past"),
    ("Vous avez 17 ans ? Passez votre chemin", "client"),
    ("Si tu as 16 ans, quitte la page", "client"),
    ("on me demande si j'ai 17 ans", "quoted"),
    ("Je n'ai pas 17 ans", "negated"),
    ("Je n'ai pas encore 18 ans", ""),
    ("When I was 16 I moved here", "past"),
    ("I have 15 years of experience", "duration"),
    ("a 17 year old girl", "asserted"),
    ("17yo", "uncertain"),
    ("I'm 17", "asserted"),
    ("im 17 minutes away", ""),
    ("I am 17 years old", "asserted"),
    ("Our house is 16 years old", "other_person"),
    ("Mi coche tiene 16 años", "other_person"),
    ("Mi novio tiene 17 años más que yo", "duration"),
    ("Tengo diecisiete años", "asserted"),
    ("Tenho dezessete anos", "asserted"),
    ("Am șaptesprezece ani", "asserted"),
    ("Meu carro tem 17 anos", "other_person"),
    ("Cainele meu are 16 ani", "other_person"),
    ("Whisky 16 ans d'âge", "other_person"),
    ("Canapé neuf, garantie 10 ans", "other_person"),
    ("Bail de 12 ans", "other_person"),
    ("Hombres menores de 17 años no", "negated"),
    ("No acepto menores de 17 años", "negated"),
    ("1️⃣7️⃣ ans", "uncertain"),
    ("j'ai １７ ans", "asserted"),
    ("Ouvert de 17 h à 23 h", ""),
    ("17 ans et demi", "uncertain"),
    ("bientôt 17 ans", "asserted"),
    ("je vais avoir 17 ans", "asserted"),
    ("Mon fils de 12 ans dort à côté", "other_person"),
    ("J'ai un fils de 12 ans", "other_person"),
    ("J'ai deux enfants, 10 et 12 ans", "other_person"),
    ("maman d'un garçon de 12 ans", "other_person"),
    ("Tengo un hijo de 12 años", "other_person"),
    ("I have a 12 year old son", "other_person"),
    ("Am un copil de 12 ani", "other_person"),
    ("Tenho um filho de 12 anos", "other_person"),
    ("06 39 98 17 00", ""),
    ("TARIF 15 ANS", "uncertain"),
    ("Salon ouvert il y a 12 ans", "duration"),
    ("we are together for 12 years", "duration"),
    ("10 ans de danse", "duration"),
    ("J’ai 17 ans", "asserted"),
    ("JAI 17 ANS", "asserted"),
    ("jai17ans", "asserted"),
    ("Etudiante 17 ans dispo", "asserted"),
    ("je fais 16 ans mais j'en ai 30", "uncertain"),
    ("Fête ses 16 ans", "uncertain"),
]


@pytest.mark.parametrize(("text", "status"), SAID)
def test_how_a_wording_is_said(text, status):
    reading = Reading(text, SPELLING)
    found, _ = ANCHORS.find(reading)
    statuses = {
        status_of(
            reading,
            (reading.index(match.start()), reading.index(match.end())),
            Manner(legal_counts=True),
            _gaps(reading, match),
        )
        for _, match in found
    }
    assert status in statuses


@pytest.mark.parametrize(("text", "status"), AGES)
def test_whose_an_age_is(text, status):
    hits = matcher(load_codebook()).find(text)
    found = {hit[1] for hit in hits if hit[0] == "MIN.AGE_STATED_LT18"}
    assert found == ({status} if status else set())


def test_a_number_alone_is_no_age():
    for text in ("17", "17 !", "chambre 17", "17-17-17", "le 17", "ref 16", "17 rue", "à 17h"):
        hits = matcher(load_codebook()).find(text)
        assert not [hit for hit in hits if hit[0] == "MIN.AGE_STATED_LT18"]
