"""The countries whose delegations the demonstration invents.

More than fifty countries were invited to BAMEX'25; no article lists them. The choice below is
ours: African countries first. Names are given with the article French needs after « de ».
"""

from typing import Final, NamedTuple


class Country(NamedTuple):
    """`of_fr` and `of_en` follow « Délégation » and "Delegation"; `style` is a style of names."""

    code: str
    fr: str
    en: str
    of_fr: str
    of_en: str
    languages: tuple[str, ...]
    style: str


def _read(line: str) -> Country:
    code, fr, en, article, the, languages, style = (part.strip() for part in line.split("|"))
    of_fr = f"{article}{fr}" if article.endswith("’") else f"{article} {fr}"
    of_en = f"of {the} {en}" if the else f"of {en}"
    return Country(code, fr, en, of_fr, of_en, tuple(languages.split()), style)


# code | French | English | « du », « de la », « des »… | "the" | languages | style of names
_TABLE: Final = """
BF|Burkina Faso|Burkina Faso|du||fr|west
NE|Niger|Niger|du||fr|west
SN|Sénégal|Senegal|du||fr|west
CI|Côte d’Ivoire|Côte d’Ivoire|de la||fr|west
GN|Guinée|Guinea|de la||fr|west
TG|Togo|Togo|du||fr|west
BJ|Bénin|Benin|du||fr|west
TD|Tchad|Chad|du||fr ar|west
MR|Mauritanie|Mauritania|de la||ar fr|arab
GH|Ghana|Ghana|du||en|east
NG|Nigeria|Nigeria|du||en|east
GM|Gambie|Gambia|de la|the|en|west
SL|Sierra Leone|Sierra Leone|de la||en|east
LR|Liberia|Liberia|du||en|east
GW|Guinée-Bissau|Guinea-Bissau|de la||pt|lusophone
CV|Cap-Vert|Cabo Verde|du||pt fr|lusophone
CM|Cameroun|Cameroon|du||fr en|west
CF|République centrafricaine|Central African Republic|de la|the|fr|west
GA|Gabon|Gabon|du||fr|west
CG|Congo|Congo|du|the|fr|west
CD|République démocratique du Congo|Democratic Republic of the Congo|de la|the|fr|west
GQ|Guinée équatoriale|Equatorial Guinea|de la||es fr|lusophone
AO|Angola|Angola|de l’||pt|lusophone
MZ|Mozambique|Mozambique|du||pt en|lusophone
MA|Maroc|Morocco|du||ar fr|arab
TN|Tunisie|Tunisia|de la||ar fr|arab
LY|Libye|Libya|de la||ar en|arab
EG|Égypte|Egypt|de l’||ar en|arab
SD|Soudan|Sudan|du|the|ar en|arab
DJ|Djibouti|Djibouti|de||fr ar|arab
ET|Éthiopie|Ethiopia|de l’||en|east
KE|Kenya|Kenya|du||en|east
UG|Ouganda|Uganda|de l’||en|east
RW|Rwanda|Rwanda|du||en fr|east
BI|Burundi|Burundi|du||fr|east
TZ|Tanzanie|Tanzania|de la||en|east
ZW|Zimbabwe|Zimbabwe|du||en|east
ZA|Afrique du Sud|South Africa|de l’||en|east
MG|Madagascar|Madagascar|de||fr|east
KM|Comores|Comoros|des|the|fr ar|arab
TR|Turquie|Turkey|de la||tr en|turkish
RU|Russie|Russia|de la||ru fr|russian
CN|Chine|China|de la||zh fr|chinese
IR|Iran|Iran|de l’||fa en|asian
AZ|Azerbaïdjan|Azerbaijan|de l’||ru en|turkish
KZ|Kazakhstan|Kazakhstan|du||ru|russian
PK|Pakistan|Pakistan|du||en|asian
QA|Qatar|Qatar|du||ar en|arab
AE|Émirats arabes unis|United Arab Emirates|des|the|ar en|arab
ID|Indonésie|Indonesia|de l’||en|asian
MY|Malaisie|Malaysia|de la||en|asian
BR|Brésil|Brazil|du||pt en|lusophone
"""

COUNTRIES: Final = tuple(_read(line) for line in _TABLE.strip().splitlines())
