"""Whose an age is, on invented lines in five languages."""

import pytest

from toolkit.indicators.ages.finding import find_ages, find_client_ages, find_minor_ages
from toolkit.indicators.cues import cue_words
from toolkit.indicators.numbers import number_words, read_minority, read_number
from toolkit.indicators.reading import Reading
from toolkit.indicators.spelling import Spelling

SPELLING = Spelling([], cues=cue_words() | {word for words in number_words() for word in words})
OWN = [
    "Léa, 17 ans, je fais du ménage le week-end.",
    "Salut c'est Inès, 16 piges, je garde des enfants.",
    "17 ans et déjà très organisée, je repasse vos chemises.",
    "Moi c'est Kim, quinze ans et demi, aide aux devoirs.",
    "Je viens de souffler mes seize bougies.",
    "Elle a fêté ses 17 ans en juin et cherche un petit job.",
    "Du haut de mes 16 ans je promène vos chiens.",
    "J'en ai 16, je lave les voitures.",
    "Nouvelle stagiaire au salon : Fatou, 17 ans.",
    "On a une petite nouvelle, 16 ans, elle balaie et sert le thé.",
    "Je suis encore mineure, mes parents sont d'accord.",
    "Il me reste deux ans avant la majorité, je tonds les pelouses.",
    "bientot 18 ans, dans un mois, je cherche un job d'été",
    "j aurai 18 ans en mars, je garde vos chats",
    "seize ans, Lyon, dispo le mercredi",
    "babysitting 16ans serieuse",
    "Mon âge : dix-sept ans.",
    "17 balais, motivée, je distribue des prospectus",
    "I'm sixteen and I do dog walks.",
    "My name is Amy and I'm 15, I wash cars on Sundays.",
    "Our new girl Chloe is 17 and serves tea.",
    "I just had my 16th birthday and want a Saturday job.",
    "I turned 17 last week, babysitting on weekends.",
    "she's 16, she helps on Saturdays",
    "Girl, 17, looking for ironing work",
    "Still a minor so my mum drives me.",
    "I'm a minor, my parents know about this ad.",
    "two years until adulthood, i mow lawns",
    "I turn 18 next month, free to clean.",
    "16yo student, tidy and punctual",
    "Tengo dieciséis, vivo con mis padres y cuido perros.",
    "Acabo de cumplir 17 y busco trabajo de niñera.",
    "Soy menor de edad, mi madre me acompaña.",
    "Soplé dieciséis velas el sábado.",
    "Marta, 17 años, estudiante, plancho a domicilio.",
    "La chica nueva tiene 17 y barre la peluquería.",
    "Me faltan dos años para la mayoría de edad.",
    "17 añitos, seria y puntual, cuido gatos",
    "Cumplo 17 en mayo, paseo perros.",
    "Todavía no he cumplido los 18.",
    "Tenho dezesseis anos e passeio cachorros.",
    "Tenho 16, lavo carros aos sábados.",
    "Fiz 17 em março, procuro trabalho.",
    "Sou menor de idade, minha mãe autoriza.",
    "A Joana tem 17 anos e ajuda no salão.",
    "Ana, 16 anos, estudante, cuido de crianças.",
    "Faltam dois anos para a maioridade.",
    "Acabei de fazer 16 anos, faço limpezas.",
    "dezassete anos feitos em abril, trabalho ao sábado",
    "Am șaisprezece, plimb câini în parc.",
    "Maria, 17 ani, elevă, calc rufe.",
    "Sunt minoră, mama știe de anunț.",
    "Abia am împlinit 17 ani și caut de lucru.",
    "Fata nouă are 16 ani și mătură salonul.",
    "17 ani, serioasă, fac curat sâmbăta",
    "Am 16 anișori și dau cu mopul.",
    "Am suflat în șaisprezece lumânări duminică.",
    "Fac 17 în mai, am grijă de copii.",
    "Mai am un an până la majorat.",
    "17 ans tout juste, je nourris vos chats",
    "J'ai eu 16 ans hier.",
    "Notre apprentie (16 ans) vous lave les cheveux.",
    "je m appelle sarah 17 ans je cherche des heures de menage",
    "Moi : 17 ans, sérieuse. Toi : une maison à nettoyer.",
]
OTHER = [
    "15 ans à vos côtés, merci de votre confiance.",
    "16 ans de boîte et toujours le sourire.",
    "Coiffeuse, 17 ans de métier.",
    "Le salon fête ses 15 ans.",
    "Notre boutique a 12 ans.",
    "Mon petit dernier, 15 ans, m'aide à porter.",
    "Cours de dessin pour les 12-17 ans.",
    "Cours de piano, de 10 à 17 ans, petits groupes.",
    "Un rhum de 12 ans offert.",
    "Expérience : 15 ans.",
    "En 17 ans je n'ai jamais raté une coupe.",
    "Il y a 14 ans que j'ai ouvert ce salon.",
    "À 16 ans je coiffais déjà ma mère.",
    "Depuis mes 15 ans je fais des tresses.",
    "Mon aînée a 17 ans, la cadette 14.",
    "Salon ouvert depuis 11 ans.",
    "12 ans et plus bienvenus à l'atelier.",
    "Garantie 10 ans sur la pose.",
    "Enfants à partir de 10 ans.",
    "soixante-dix-sept ans et bon pied bon oeil",
    "quatre-vingt-quinze ans d'histoire pour cette maison",
    "trente-six ans, souriante",
    "Bail de 12 ans, local à céder.",
    "J'ai 16 ans de comptoir derrière moi.",
    "Mariée, 15 ans de bonheur, deux enfants.",
    "bougies parfumées, 16 bougies pour 20 euros",
    "J'ai ramassé des champignons avec mes nièces, 12 et 14 ans.",
    "La chaudière a 17 ans, soyez indulgents.",
    "16 años cosiendo vestidos en el barrio.",
    "Tengo 17 años de experiencia con niños.",
    "Mi hijo mayor tiene 16.",
    "Ron de 12 años.",
    "Hace 15 años que corto pelo.",
    "La peluquería tiene 14 años.",
    "Clases para chicos de 12 a 16 años.",
    "A los 16 ya trabajaba en el bar de mi tía.",
    "El piso tiene 17 metros y ventana.",
    "Tengo 15, 20 y 30 minutos de masaje.",
    "15 years in the trade.",
    "17 years cutting hair and counting.",
    "My van is 16 years old.",
    "A 12 year old whisky on the shelf.",
    "At sixteen I left home, now I'm 50.",
    "My boy is 15 and plays football.",
    "Classes for 10 to 15 year olds.",
    "For 14 years I have worked here.",
    "The business is 17 years old.",
    "I'm 16 minutes from the station.",
    "Open since 2008, 17 years already.",
    "Faço unhas há 15 anos.",
    "15 anos no ramo, clientela fiel.",
    "Meu mais velho tem 17 anos.",
    "O salão tem 16 anos.",
    "Whisky com 12 anos.",
    "Aos 16 anos já trabalhava na feira.",
    "Aulas para crianças de 10 a 14 anos.",
    "Trabalho com tranças faz 13 anos.",
    "16 ani pe piață, clienți fideli.",
    "Salonul are 15 ani.",
    "Băiatul meu are 16 ani și mă ajută.",
    "De 17 ani tot aici, pe aceeași stradă.",
    "La 16 ani coseam deja.",
    "Cursuri pentru copii de 10-14 ani.",
    "Am 15 ani de practică în coafură.",
    "Am 12 lei rest.",
    "Mașina are 17 ani dar merge.",
    "Si tu as 16 ans, passe ton chemin.",
    "Êtes-vous mineur ? Quittez la page.",
    "Gamme mineure et chansons douces.",
    "La majorité de mes clients viennent deux ans de suite.",
    "La mayoría de mis clientes llevan dos años conmigo.",
    "Minor repairs and ironing.",
    "Precio menor los martes.",
    "Ma voisine a 16 ans et joue de la flûte.",
    "I have been here 16 years, ask anyone.",
    "Mon chien, 15 ans, dort au salon.",
    "Le gâteau aux 17 bougies pour votre fête, sur commande.",
    "17 ans dans la restauration puis coiffeuse.",
    "Mon premier salon date de mes 17 ans.",
    "J'avais 16 ans quand je suis arrivée ici.",
]
CLIENTS = [
    "Je ne reçois que des messieurs de plus de 40 ans.",
    "Pas de jeunots : 35 ans minimum, merci.",
    "Au-dessous de 30 ans, passez votre chemin.",
    "Messieurs d'âge mûr, 45 ans et plus.",
    "Je préfère les hommes de 50 ans et plus.",
    "les - de 28 ans je bloque",
    "Il faut avoir au moins 30 ans pour prendre rendez-vous, messieurs.",
    "Visiteurs de trente-cinq ans minimum.",
    "Celui qui a moins de 40 ans, je ne le prends pas.",
    "No one under 30, thanks.",
    "I only meet gentlemen aged 40 and over.",
    "Mature gents, 45+, preferred.",
    "If you are under 35 I won't reply.",
    "Guys must be at least thirty five.",
    "Under 30s please look elsewhere.",
    "No atiendo a menores de 30.",
    "Solo hombres de 35 años en adelante.",
    "Si tienes menos de 28 no me escribas.",
    "Prefiero caballeros de cuarenta años o más.",
    "Por debajo de 30 no contesto.",
    "Atendo homens a partir dos 35 anos.",
    "Rapazes com menos de 30 não atendo.",
    "Só senhores com mais de quarenta anos.",
    "Quem tem menos de 25 anos não precisa escrever.",
    "Prefiro homens acima dos 40.",
    "Primesc doar domni de peste 40 de ani.",
    "Sub 30 de ani nu răspund.",
    "Cei sub 35 de ani să nu sune.",
    "Accept doar bărbați de la 30 de ani în sus.",
    "Prefer domni trecuți de 45 de ani.",
]
NO_CLIENTS = [
    "J'ai plus de 40 ans et je l'assume, messieurs.",
    "Plus de 20 ans d'expérience, messieurs.",
    "Ouvert depuis plus de 30 ans à tous les clients.",
    "Femme de plus de 50 ans, douce.",
    "I'm over 40 and proud.",
    "Over 25 years in business, all clients welcome.",
    "At least 30 people came on Sunday.",
    "Tengo más de 45 años y buen humor.",
    "Más de 30 años de oficio, señores.",
    "Tenho mais de 50 anos.",
    "Mais de 20 anos de experiência com homens e mulheres.",
    "Am peste 40 de ani.",
    "Peste 25 de ani de experiență, domni și doamne.",
    "Coupe homme à partir de 25 €.",
    "Massage from 40, gentlemen welcome.",
    "Rendez-vous au moins 30 minutes avant, messieurs.",
    "Between 20 and 30 minutes by bus, visitors welcome.",
    "Corte de hombre desde 25, con cita.",
    "Corte masculino a partir de 30, só com marcação.",
    "Tuns bărbați de la 40, doar cu programare.",
    "Réduction pour les moins de 25 ans.",
    "Menos de 30 minutos en coche, caballeros.",
    "Attendez au moins 20 min avant de rappeler svp, messieurs.",
    "Site pour hommes, 25 photos minimum.",
]


def read(text):
    reading = Reading(text, SPELLING)
    return reading, find_ages(reading)


def statuses(text, extractor):
    return {status for _, _, status in extractor(*read(text))}


@pytest.mark.parametrize("text", OWN)
def test_an_age_below_eighteen_of_the_person_presented(text):
    assert "asserted" in statuses(text, find_minor_ages)


@pytest.mark.parametrize("text", OTHER)
def test_ages_of_others_stays_and_things(text):
    assert not statuses(text, find_minor_ages) & {"asserted", "uncertain"}


@pytest.mark.parametrize("text", CLIENTS)
def test_an_age_asked_of_clients(text):
    assert statuses(text, find_client_ages) == {"asserted"}


@pytest.mark.parametrize("text", NO_CLIENTS)
def test_numbers_that_ask_nothing_of_clients(text):
    assert not statuses(text, find_client_ages)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("soixante dix sept ans", 77),
        ("quarante deux ans", 42),
        ("treinta y cinco", 35),
        ("vinte e um anos", 21),
        ("twenty one", 21),
        ("douazeci si cinci de ani", 25),
        ("diez y seis", 16),
        ("dix", 10),
    ],
)
def test_numbers_in_letters(words, value):
    assert read_number(words.split(), 0).value == value


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("soixante et onze ans", 2),
        ("quatre vingt seize ans", 2),
        ("80 , 000", 0),
        ("06 17 22", 1),
        ("seventeenth floor", 0),
    ],
)
def test_parts_of_other_numbers(words, at):
    assert read_number(words.split(), at) is None


@pytest.mark.parametrize(
    ("words", "at", "value"),
    [
        ("un an avant ma majorite", 4, 17),
        ("2 anos para a maioridade", 4, 16),
        ("sou menor de idade", 1, 0),
    ],
)
def test_minority_in_other_words(words, at, value):
    assert read_minority(words.split(), at).value == value


@pytest.mark.parametrize(
    ("words", "at"), [("la majorite des gens", 1), ("precio menor de 20", 1), ("minor works", 0)]
)
def test_words_of_minority_that_say_none(words, at):
    assert read_minority(words.split(), at) is None
