"""Whose an age is and how a wording is said, in five languages, on invented lines."""

import pytest

from toolkit.indicators import find_indicators, load_codebook
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
    ("Si quelqu'un connaît un logement", "asserted"),
    ("Se alguém souber de alojamento, estou de passagem", "asserted"),
    ("If anyone asks, I'm homeless", "asserted"),
    ("Si alguien pregunta, estoy de paso", "asserted"),
    ("Il serait faux de dire que je suis enceinte", "negated"),
    ("Vous avez tort de croire que j'ai un manager, c'est moi", "negated"),
    ("It would be a lie to say I'm pregnant", "negated"),
    ("Sería mentira decir que tengo jefe", "negated"),
    ("Seria falso dizer que estou grávida", "negated"),
    ("Ar fi o minciună să spun că sunt însărcinată", "negated"),
    ("Já se vê bem, estou grávida", "asserted"),
    ("Lucrez la prânz înainte de cursuri, sunt însărcinată", "asserted"),
    ("Atendo no salão e o chefe marca", "asserted"),
]

# nothing where the number is no age of ten to seventeen years
AGES = [
    ("J'ai 17 ans", "asserted"),
    ("17ans dispo", "asserted"),
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
    ("Lina, 17 ans", "asserted"),
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
    ("Je n'ai pas encore 18 ans", "asserted"),
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
    ("Canapé neuf, garantie 10 ans", "duration"),
    ("Bail de 12 ans", "duration"),
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
    ("TARIF 15 ANS", "other_person"),
    ("Salon ouvert il y a 12 ans", "duration"),
    ("we are together for 12 years", "duration"),
    ("10 ans de danse", "duration"),
    ("J’ai 17 ans", "asserted"),
    ("JAI 17 ANS", "asserted"),
    ("jai17ans", "asserted"),
    ("Etudiante 17 ans dispo", "asserted"),
    ("je fais 16 ans mais j'en ai 30", "uncertain"),
    ("Fête ses 16 ans", "uncertain"),
    ("Léa fête ses 16 ans", "asserted"),
    ("Elle fête ses 16 ans", "asserted"),
    ("17 ans et demi, je garde vos chats", "asserted"),
    ("17 ans. Je garde vos chats.", "asserted"),
]


@pytest.mark.parametrize(("text", "status"), SAID)
def test_how_a_wording_is_said(text, status):
    reading = Reading(text, SPELLING)
    [found] = ANCHORS.find([reading])
    statuses = {
        status_of(
            reading,
            (reading.index(match.start), reading.index(match.end)),
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


FOUND = [
    ("La maison a 16 ans", "MIN.AGE_STATED_LT18", False),
    ("Notre petite chienne de 12 ans vit avec moi", "MIN.AGE_STATED_LT18", False),
    ("Je conduis depuis mes 17 ans", "MIN.AGE_STATED_LT18", False),
    ("Je danse depuis l'âge de 15 ans", "MIN.AGE_STATED_LT18", False),
    ("À l'âge de 16 ans j'ai quitté la maison", "MIN.AGE_STATED_LT18", False),
    ("J'avais 17 ans à l'époque", "MIN.AGE_STATED_LT18", False),
    ("Ça fait 17 ans que je suis masseuse", "MIN.AGE_STATED_LT18", False),
    ("Ça fait 15 ans que j'habite ici", "MIN.AGE_STATED_LT18", False),
    ("Mariée depuis 17 ans", "MIN.AGE_STATED_LT18", False),
    ("Divorcée après 15 ans de vie commune", "MIN.AGE_STATED_LT18", False),
    ("Si vous avez 17 ans, passez votre chemin", "MIN.AGE_STATED_LT18", False),
    ("T'as 17 ans ? dégage", "MIN.AGE_STATED_LT18", False),
    ("Les garçons de 17 ans, non merci", "MIN.AGE_STATED_LT18", False),
    ("Les jeunes de 17 ans ne sont pas reçus", "MIN.AGE_STATED_LT18", False),
    ("Pas de client de moins de 25 ans", "PRO.CLIENT_AGE", True),
    ("Je ne reçois pas les moins de 25 ans", "PRO.CLIENT_AGE", True),
    ("Messieurs à partir de 40 ans", "PRO.CLIENT_AGE", True),
    ("40 ans minimum svp", "PRO.CLIENT_AGE", True),
    ("Uniquement hommes mûrs 45+", "PRO.CLIENT_AGE", True),
    ("Hommes entre 35 et 60 ans", "PRO.CLIENT_AGE", True),
    ("Jeunes moins de 25 ans s'abstenir", "PRO.CLIENT_AGE", True),
    ("Jeunes moins de 25 ans s'abstenir", "MIN.AGE_STATED_LT18", False),
    ("No guys under 30", "PRO.CLIENT_AGE", True),
    ("30 and over please", "PRO.CLIENT_AGE", True),
    ("I see men over 40 only", "PRO.CLIENT_AGE", True),
    ("Only 35+", "PRO.CLIENT_AGE", True),
    ("I prefer gentlemen aged 40 and up", "PRO.CLIENT_AGE", True),
    ("Solo mayores de 30", "PRO.CLIENT_AGE", True),
    ("A partir de 35 años, por favor", "PRO.CLIENT_AGE", True),
    ("Homens a partir dos 35", "PRO.CLIENT_AGE", True),
    ("Só atendo acima dos 30", "PRO.CLIENT_AGE", True),
    ("Primesc doar domni trecuți de 35 de ani", "PRO.CLIENT_AGE", True),
    ("Domni de la 30 de ani în sus", "PRO.CLIENT_AGE", True),
    ("I have been doing this for 16 years", "MIN.AGE_STATED_LT18", False),
    ("16 years in the business", "MIN.AGE_STATED_LT18", False),
    ("My son just turned 16", "MIN.AGE_STATED_LT18", False),
    ("With my 12 year old dog", "MIN.AGE_STATED_LT18", False),
    ("Our sofa is 10 years old", "MIN.AGE_STATED_LT18", False),
    ("If you are 17 do not write", "MIN.AGE_STATED_LT18", False),
    ("17 year olds will be blocked", "MIN.AGE_STATED_LT18", False),
    ("I left school at 16", "MIN.AGE_STATED_LT18", False),
    ("since I was 15 I have loved dancing", "MIN.AGE_STATED_LT18", False),
    ("Llevo 15 años en Francia", "MIN.AGE_STATED_LT18", False),
    ("Hace 16 años que vivo aquí", "MIN.AGE_STATED_LT18", False),
    ("Desde los 15 años bailo", "MIN.AGE_STATED_LT18", False),
    ("A los 16 años dejé el pueblo", "MIN.AGE_STATED_LT18", False),
    ("El edificio tiene 15 años", "MIN.AGE_STATED_LT18", False),
    ("Mi perrita de 12 años", "MIN.AGE_STATED_LT18", False),
    ("Há 16 anos que vivo aqui", "MIN.AGE_STATED_LT18", False),
    ("Moro aqui há 15 anos", "MIN.AGE_STATED_LT18", False),
    ("Desde os 15 anos danço", "MIN.AGE_STATED_LT18", False),
    ("Aos 16 anos saí de casa", "MIN.AGE_STATED_LT18", False),
    ("O prédio tem 15 anos", "MIN.AGE_STATED_LT18", False),
    ("Minha gata de 12 anos", "MIN.AGE_STATED_LT18", False),
    ("De 16 ani locuiesc aici", "MIN.AGE_STATED_LT18", False),
    ("La 16 ani am plecat de acasă", "MIN.AGE_STATED_LT18", False),
    ("Dansez de la 15 ani", "MIN.AGE_STATED_LT18", False),
    ("Blocul are 15 ani", "MIN.AGE_STATED_LT18", False),
    ("Băiatul meu are 12 ani", "MIN.AGE_STATED_LT18", False),
    ("Pisica mea de 12 ani", "MIN.AGE_STATED_LT18", False),
    ("Bientôt 18 ans", "MIN.AGE_STATED_LT18", True),
    ("J'aurai 18 ans le mois prochain", "MIN.AGE_STATED_LT18", True),
    ("Pas encore 18 ans", "MIN.AGE_STATED_LT18", True),
    ("I will be 18 next month", "MIN.AGE_STATED_LT18", True),
    ("not 18 yet", "MIN.AGE_STATED_LT18", True),
    ("Cumplo 18 el mes que viene", "MIN.AGE_STATED_LT18", True),
    ("Faço 18 anos no próximo mês", "MIN.AGE_STATED_LT18", True),
    ("Împlinesc 18 ani luna viitoare", "MIN.AGE_STATED_LT18", True),
    ("Dix-sept ans, nouvelle ici", "MIN.AGE_STATED_LT18", True),
    ("17 y.o", "MIN.AGE_STATED_LT18", True),
    ("17 y/o", "MIN.AGE_STATED_LT18", True),
    ("seventeen years old", "MIN.AGE_STATED_LT18", True),
    ("I'm sixteen", "MIN.AGE_STATED_LT18", True),
    ("tengo 17 añitos", "MIN.AGE_STATED_LT18", True),
    ("tenho só 17 aninhos", "MIN.AGE_STATED_LT18", True),
    ("am doar 17 anișori", "MIN.AGE_STATED_LT18", True),
    ("17 de ani", "MIN.AGE_STATED_LT18", True),
    ("âgée de 16 ans", "MIN.AGE_STATED_LT18", True),
    ("AGE 16", "MIN.AGE_STATED_LT18", True),
    ("age:17", "MIN.AGE_STATED_LT18", True),
    ("17ans", "MIN.AGE_STATED_LT18", True),
    ("Seize ans et demi", "MIN.AGE_STATED_LT18", True),
    ("J'ai 18 ans de métier", "MIN.FIRST_18", False),
    ("J'ai 18 ans de métier", "MIN.AGE_STATED_LT18", False),
]


@pytest.mark.parametrize(("text", "identifier", "wanted"), FOUND)
def test_ages_that_count(text, identifier, wanted):
    hits = matcher(load_codebook()).find(text)
    found = {hit[0] for hit in hits if hit[1] in ("asserted", "uncertain")}
    assert (identifier in found) is wanted


def test_a_number_alone_is_no_age():
    for text in ("17", "17 !", "chambre 17", "17-17-17", "le 17", "ref 16", "17 rue", "à 17h"):
        hits = matcher(load_codebook()).find(text)
        assert not [hit for hit in hits if hit[0] == "MIN.AGE_STATED_LT18"]


FRAMES = {
    "fr": ("« {} »", "On me demande si {}", "Certains disent : {}", "Autrefois, {}"),
    "en": ('"{}"', "People ask if {}", "Some say {}", "In the past, {}"),
    "es": ("«{}»", "Me preguntan si {}", "Dicen que {}", "En el pasado, {}"),
    "pt": ("“{}”", "Perguntam se {}", "Dizem que {}", "No passado, {}"),
    "ro": ("„{}”", "Mă întreabă dacă {}", "Se spune că {}", "În trecut, {}"),
}
NEUTRAL = {
    "fr": ("Bonjour. {} Merci.", "Pas de SMS. {}", "Je ne fume pas. {}", "{} Je ne fume pas."),
    "en": ("Hello. {} Thank you.", "No texts. {}", "I do not smoke. {}", "{} No hidden numbers."),
    "es": ("Hola. {} Gracias.", "Sin SMS. {}", "No fumo. {}", "{} No fumo."),
    "pt": ("Olá. {} Obrigada.", "Sem SMS. {}", "Não fumo. {}", "{} Não fumo."),
    "ro": ("Bună. {} Mulțumesc.", "Fără SMS. {}", "Nu fumez. {}", "{} Nu fumez."),
}


def _counted(frames, roles):
    """Return how many framed examples count, and how many there are."""
    book = load_codebook()
    framed = [
        (indicator.id, frame.format(text if text[-1] in ".!?" else f"{text}."))
        for indicator in book
        if indicator.role in roles
        for language, texts in indicator.examples
        for text in texts
        for frame in frames.get(language, ())
    ]
    spans = find_indicators([text for _, text in framed], book)
    spans = spans[spans["status"].isin(["asserted", "uncertain"])]
    found = set(zip(spans["row"], spans["indicator"], strict=True))
    return sum((row, one) in found for row, (one, _) in enumerate(framed)), len(framed)


def test_framed_wordings_seldom_count():
    counted, total = _counted(FRAMES, {"concern", "context"})
    assert counted <= 0.01 * total


def test_neutral_neighbours_change_nothing():
    counted, total = _counted(NEUTRAL, {"concern", "context", "protective"})
    assert counted >= 0.995 * total


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Fica uns dias na cidade? Alugo bicicletas.", "client"),
        ("De passage à Lyon, on se voit ?", "asserted"),
        ("De passage à Lyon. On se voit ?", "asserted"),
    ],
)
def test_a_question_about_a_stay_is_about_the_reader(text, status):
    hits = matcher(load_codebook()).find(text)
    assert {hit[1] for hit in hits if hit[0] == "MOV.TOURING"} == {status}
