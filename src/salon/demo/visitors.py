"""What visitors are told in the demonstration: how to come, what to expect. All invented."""

from typing import Any, Final

# By venue.
DIRECTIONS: Final[dict[str, dict[str, str]]] = {
    "cicb": {
        "fr": "Au bord du fleuve, entrée des visiteurs côté jardin.",
        "en": "By the river; visitors enter from the garden side.",
    },
    "parc-des-expositions": {
        "fr": "Entrée du public par la porte principale ; dépose-minute devant le Hall A.",
        "en": "The public enters by the main gate; drop-off in front of Hall A.",
    },
    "boubacar-sada-sy": {
        "fr": "À Koulikoro, par la route nationale ; les navettes partent du Parc des Expositions.",
        "en": "In Koulikoro, by the national road; shuttles leave from the Exhibition Park.",
    },
}

NOTICES: Final[tuple[dict[str, Any], ...]] = (
    {
        "slug": "venir",
        "title": {"fr": "Venir au salon", "en": "Getting there"},
        "text": {
            "fr": "Les 11 et 12 novembre, tout se passe au Parc des Expositions de Bamako. Les 13 "
            "et 14 novembre, des navettes partent du Parc pour le Centre Boubacar Sada Sy, à"
            " Koulikoro : comptez une heure et quart.",
            "en": "On 11 and 12 November everything takes place at the Bamako Exhibition Park. On "
            "13 and 14 November shuttles leave the Park for the Boubacar Sada Sy Centre in "
            "Koulikoro: allow an hour and a quarter.",
        },
    },
    {
        "slug": "acces",
        "title": {"fr": "Entrer", "en": "Entering"},
        "text": {
            "fr": "Un badge est nécessaire. Présentez-vous au bureau des accréditations avec votre"
            " pièce d’identité.",
            "en": "A badge is needed. Come to the accreditation desk with your identity document.",
        },
    },
    {
        "slug": "langues",
        "title": {"fr": "Langues", "en": "Languages"},
        "text": {
            "fr": "Le français est la langue du salon. Les conférences sont interprétées en "
            "anglais, souvent en turc et en russe ; demandez un casque à l’entrée de la "
            "salle.",
            "en": "French is the language of the exhibition. Conferences are interpreted into "
            "English, often into Turkish and Russian; ask for headphones at the door.",
        },
    },
    {
        "slug": "chaleur",
        "title": {"fr": "Chaleur et eau", "en": "Heat and water"},
        "text": {
            "fr": "Il fait plus de trente degrés l’après-midi. De l’eau est distribuée à chaque "
            "entrée, et un poste de secours se tient sur l’esplanade.",
            "en": "Afternoons are above thirty degrees. Water is handed out at every entrance, and"
            " there is a first-aid post on the esplanade.",
        },
    },
)
