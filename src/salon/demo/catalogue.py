"""What the exhibitors show: two drones the press names, and equipment invented for the rest.

Invented items are neutral on purpose (masts, shelters, rescue vehicles, radars) and bear invented
names; firms that exist are given nothing that no article says they showed. `model` names the
3D shape it has, one of `salon.demo.shapes`.
"""

from typing import Final, NamedTuple

from salon.demo import facts


class Item(NamedTuple):
    """A catalogue entry; `figures` are label and value pairs, by the keys of `LABELS`."""

    firm: str
    slug: str
    category: str
    control: str
    model: str
    fr: str
    en: str
    said_fr: str
    said_en: str
    figures: tuple[tuple[str, str], ...]
    source: str = ""


LABELS: Final = {
    "height": {"fr": "Hauteur déployée", "en": "Height deployed"},
    "weight": {"fr": "Masse", "en": "Weight"},
    "range": {"fr": "Portée", "en": "Range"},
    "setup": {"fr": "Mise en œuvre", "en": "Time to set up"},
    "crew": {"fr": "Servants", "en": "Crew"},
    "seats": {"fr": "Places", "en": "Seats"},
    "beds": {"fr": "Lits", "en": "Beds"},
    "flow": {"fr": "Débit", "en": "Flow"},
    "power": {"fr": "Puissance", "en": "Power"},
    "endurance": {"fr": "Autonomie", "en": "Endurance"},
    "span": {"fr": "Envergure", "en": "Wingspan"},
    "length": {"fr": "Longueur", "en": "Length"},
    "load": {"fr": "Charge", "en": "Load"},
    "rate": {"fr": "Débit binaire", "en": "Data rate"},
    "users": {"fr": "Participants", "en": "Users"},
}

# firm | slug | category | control | model | French | English | French text | English text | figures
_TABLE: Final = """
Hayalcan Örnek|mat-minare|communications|ML11|mast|Mât de transmission Minare 18|Minare 18 communications mast|Mât télescopique sur remorque, pour relier un poste isolé.|A telescopic mast on a trailer, to link up a remote post.|height 18 m;weight 1 450 kg;setup 20 min;crew 2
Hayalcan Örnek|valise-kandil|communications|ML11||Valise satellitaire Kandil|Kandil satellite case|Une liaison à haut débit qui tient dans un bagage.|A broadband link that fits into luggage.|weight 14 kg;rate 20 Mbit/s;setup 5 min
Masaltek Örnek|cabine-seyir|training|ML14|simulator|Cabine de simulation de conduite Seyir|Seyir driving simulator cabin|Apprendre la conduite hors route sans user un véhicule.|Learning to drive off the road without wearing out a vehicle.|users 1;power 6 kW;weight 900 kg
Masaltek Örnek|poste-masal|training|||Simulateur de poste de commandement Masal|Masal command post simulator|Un exercice de coordination pour un état-major de crise.|A coordination exercise for a crisis staff.|users 24;setup 60 min
Düşoptik Örnek|camera-sahinbak|surveillance|ML15||Caméra thermique Şahinbak|Şahinbak thermal camera|Observation de jour et de nuit, à longue portée.|Day and night observation at long range.|range 15 km;weight 9 kg
Düşoptik Örnek|jumelles-gecegor|optics|ML15||Jumelles d’observation nocturne Gecegör|Gecegör night observation binoculars|Légères, sur batterie ordinaire.|Light, on ordinary batteries.|weight 1,1 kg;endurance 30 h
Skazmech Primer|vehicule-medvezhonok|rescue||rescue-vehicle|Véhicule de secours Medvezhonok-S 6×6|Medvezhonok-S 6×6 rescue vehicle|Désincarcération, éclairage et premiers soins, loin des routes.|Extrication, lighting and first aid, far from roads.|seats 8;load 3 500 kg;length 7,4 m
Skazmech Primer|groupe-iskrinka|energy|||Groupe électrogène de campagne Iskrinka|Iskrinka field generator|Un courant stable sous la poussière et la chaleur.|Steady current in dust and heat.|power 60 kVA;weight 1 100 kg
Mengliang Shili|radar-haiwang|radar|ML11||Radar de surveillance fluviale Haiwang|Haiwang river surveillance radar|Suit les embarcations d’un fleuve ou d’un lac.|Tracks the craft on a river or a lake.|range 40 km;power 2 kW
Mengliang Shili|station-yunhe|surveillance|||Station météorologique mobile Yunhe|Yunhe mobile weather station|Vent, pluie, visibilité, transmis par radio.|Wind, rain and visibility, sent by radio.|weight 80 kg;setup 15 min
Efsanel Örnek|hopital-sifa|medical||field-hospital|Hôpital de campagne modulaire Şifa|Şifa modular field hospital|Un bloc, des lits et un laboratoire sous abri climatisé.|Theatre, beds and laboratory in a cooled shelter.|beds 24;setup 6 h;crew 12
Efsanel Örnek|abri-cadir|logistics|||Abri gonflable Çadır-M|Çadır-M inflatable shelter|Soixante mètres carrés à l’ombre en dix minutes.|Sixty square metres of shade in ten minutes.|weight 310 kg;setup 10 min
Rüyagöz Örnek|radar-kartalay|radar|ML11|radar|Radar de surveillance au sol Kartalay-G|Kartalay-G ground surveillance radar|Détecte les mouvements au sol le long d’une frontière.|Detects movement on the ground along a border.|range 30 km;power 1,5 kW;setup 25 min
Rüyagöz Örnek|camera-gozelci|surveillance|ML15||Caméra de frontière Gözelci|Gözelci border camera|Sur mât, alimentée par le soleil.|On a mast, fed by the sun.|range 10 km;height 12 m
Mechtanov Primer|eau-rodnichok|logistics||water-unit|Unité de traitement de l’eau Rodnichok-5|Rodnichok-5 water treatment unit|Eau potable à partir d’un fleuve ou d’un puits saumâtre.|Drinking water from a river or a brackish well.|flow 5 m³/h;power 12 kW
Mechtanov Primer|cuisine-polevaya|logistics|||Cuisine de campagne Polevaya|Polevaya field kitchen|Deux cent cinquante repas par service.|Two hundred and fifty meals a sitting.|weight 1 200 kg;crew 4
Kurgusav Örnek|drone-kumrul|drones|ML10|survey-drone|Drone d’observation Kumrul|Kumrul survey drone|Voilure fixe, pour observer et cartographier.|Fixed wing, to observe and to map.|span 4,2 m;endurance 8 h;weight 38 kg
Kurgusav Örnek|station-kumrul|drones|ML10||Station de conduite Kumrul|Kumrul ground control station|Deux postes dans un abri de camionnette.|Two seats in a van-sized shelter.|crew 2;power 3 kW
Huanyuan Shili|ballon-denglong|surveillance|ML10||Ballon captif d’observation Denglong|Denglong tethered observation balloon|Des jours de veille au bout d’un câble.|Days of watch at the end of a cable.|height 300 m;endurance 7 j
Huanyuan Shili|radio-wangluo|communications|ML11||Radio maillée Wangluo|Wangluo mesh radio|Chaque poste relaie les autres.|Every set relays the others.|rate 12 Mbit/s;weight 0,8 kg
Öyküray Örnek|pont-koprulu|engineering|ML17||Pont modulaire Köprülü 24|Köprülü 24 modular bridge|Franchir un oued en une heure.|Across a wadi in an hour.|length 24 m;load 40 t;setup 60 min
Öyküray Örnek|engin-toprakli|engineering|ML6||Engin de terrassement Topraklı|Topraklı earth mover|Pistes, fossés, merlons.|Tracks, ditches, berms.|power 180 kW;weight 16 t
Vymyslon Primer|camion-karavanik|vehicles|ML6||Camion de ravitaillement Karavanik 8×8|Karavanik 8×8 supply truck|Porte un conteneur hors des routes.|Carries a container off the road.|load 14 t;length 10,2 m
Vymyslon Primer|atelier-masterok|vehicles|ML17||Atelier mobile de maintenance Masterok|Masterok mobile workshop|Tour, soudure et levage sur un châssis.|Lathe, welding and hoist on one chassis.|power 20 kVA;crew 3
Serapel Örnek|remorque-guneslik|energy||solar-trailer|Remorque solaire Güneşlik 20|Güneşlik 20 solar trailer|Panneaux dépliants et batteries, sans bruit.|Folding panels and batteries, without noise.|power 20 kW;weight 2 100 kg;setup 30 min
Xugouda Shili|blinde-kaiyuan|armoured|ML6||Véhicule blindé de transport Kaiyuan|Kaiyuan armoured personnel carrier|Transport de personnes sous protection.|Carries people under protection.|seats 10;weight 14 t
Tılsımak Örnek|centre-tilsim|cyber|ML21||Centre de cybersurveillance Tılsım|Tılsım cyber watch centre|Détection, alerte et formation des équipes.|Detection, alerts and training of teams.|users 12
Mirazhin Primer|robot-sapfirin|engineering|ML4|robot|Robot de déminage Sapfirin-M|Sapfirin-M demining robot|Inspecte et neutralise à distance.|Inspects and makes safe from afar.|weight 65 kg;range 800 m;endurance 4 h
Yıldızhan Örnek|station-yildizli|space||ground-station|Station d’imagerie satellitaire Yıldızlı|Yıldızlı satellite imagery ground station|Reçoit et classe les images, sur place.|Receives and sorts images, on the spot.|rate 300 Mbit/s;height 4,5 m
Baobabelle Exemple|trousse-keneya|medical|||Trousse de secours de brousse Kènèya|Kènèya bush first-aid kit|Pour une équipe de quatre, une semaine.|For a team of four, for a week.|weight 7 kg
Baobabelle Exemple|tente-baoba|logistics|||Tente d’accueil Baoba|Baoba reception tent|Toile tissée à la main, montage à deux.|Hand-woven canvas, put up by two.|weight 95 kg;setup 45 min
Bilmecen Örnek|radio-bilmece|communications|ML11||Radio logicielle Bilmece R3|Bilmece R3 software radio|Parle avec les anciens postes comme avec les nouveaux.|Talks to old sets and new ones alike.|range 25 km;weight 3 kg
Tonghuar Shili|protection-tonghu|protection|ML13||Gilet et casque de protection Tonghu|Tonghu protective vest and helmet|Pensés pour la chaleur.|Made for the heat.|weight 6,5 kg
Legendarov Primer|helicoptere-legendarka|aircraft|ML10||Hélicoptère de secours Legendarka|Legendarka rescue helicopter|Évacuation sanitaire et treuillage.|Medical evacuation and hoisting.|seats 9;range 620 km
Gölgesan Örnek|abri-golgelik|protection|ML17||Abri thermique Gölgelik|Gölgelik thermal cover|Garde les véhicules au frais.|Keeps vehicles cool.|weight 48 kg
Chimélion Exemple|drone-sira|drones|||Drone de cartographie Sira|Sira mapping drone|Cadastre, cultures, crues : une carte dans la journée.|Land, crops, floods: a map within the day.|span 1,6 m;endurance 90 min;weight 3,2 kg
Fantazel Örnek|jeu-fanus|training|||Jeu de coordination de crise Fanus|Fanus crisis coordination game|Une inondation, dix services, une table.|A flood, ten services, one table.|users 30
Qihuanli Shili|detecteur-tingyin|radar|ML11||Détecteur acoustique Tingyin|Tingyin acoustic detector|Situe un bruit lointain.|Locates a distant sound.|range 3 km;weight 2 kg
Zagadkin Primer|radar-zagadka|radar|ML11||Radar passif Zagadka-P|Zagadka-P passive radar|Écoute sans émettre.|Listens without sending.|range 120 km;crew 2
Destanel Örnek|ambulance-destanci|medical|||Ambulance tout-terrain Destancı|Destancı all-terrain ambulance|Deux brancards, climatisation, treuil.|Two stretchers, cooling, winch.|seats 5;length 5,6 m
"""


def _read(line: str) -> Item:
    firm, slug, category, control, model, fr, en, said_fr, said_en, figures = line.split("|")
    pairs = (pair.partition(" ") for pair in figures.split(";"))
    return Item(
        firm, slug, category, control, model, fr, en, said_fr, said_en,
        tuple((key, value) for key, _, value in pairs),
    )  # fmt: skip


#: Named by the press as what Baykar is known for; it gives no figures, and none are made up.
_NAMED: Final = tuple(
    Item(
        "Baykar", slug, "drones", "ML10", "", name, name,
        "Nommé par la presse parmi les spécialités de Baykar.",
        "Named by the press among what Baykar is known for.",
        (), facts.LAUNCH,
    )
    for slug, name in (("bayraktar-tb2", "Bayraktar TB2"), ("akinci", "Akıncı"))
)  # fmt: skip

ITEMS: Final[tuple[Item, ...]] = (
    *_NAMED,
    *(_read(line) for line in _TABLE.strip().splitlines()),
)
