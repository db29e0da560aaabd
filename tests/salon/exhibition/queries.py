"""Sixty things people type: misspelt, without accents, in another alphabet, or about nothing here.

Written before the search was built, and frozen: a change to this list is a change of the bar. Each
line is `query | what must be found | what else may be found`. `x:` is an exhibitor's slug, `e:` one
of equipment; whatever else is found is a false hit. Against the whole demonstration catalogue.
"""

from typing import NamedTuple

_LINES = """
Akinci | e:akinci | x:baykar
akıncı | e:akinci | x:baykar
AKINCI | e:akinci | x:baykar
Акынджы | e:akinci | x:baykar
Рокетсан | x:roketsan |
Roketsn | x:roketsan |
Rocketsan | x:roketsan |
roket san | x:roketsan |
Байкар | x:baykar | e:akinci e:bayraktar-tb2
بايكار | x:baykar | e:akinci e:bayraktar-tb2
Baïkar | x:baykar | e:akinci e:bayraktar-tb2
bakyar | x:baykar | e:akinci e:bayraktar-tb2
Bayraktar | e:bayraktar-tb2 | x:baykar e:akinci
bayractar tb 2 | e:bayraktar-tb2 | x:baykar e:akinci
Байрактар | e:bayraktar-tb2 | x:baykar e:akinci
TB2 | e:bayraktar-tb2 | x:baykar
Аселсан | x:aselsan |
asselsan | x:aselsan |
Havelsan | x:havelsan |
havelsaan | x:havelsan |
Хавелсан | x:havelsan |
هافلسان | x:havelsan |
stm savuma | x:stm-savunma |
hedef defense | x:hedef-defence |
dusoptik | x:dusoptik-ornek | e:camera-sahinbak e:jumelles-gecegor
Duşoptik | x:dusoptik-ornek | e:camera-sahinbak e:jumelles-gecegor
sahinbak | e:camera-sahinbak | x:dusoptik-ornek
shahinbak | e:camera-sahinbak | x:dusoptik-ornek
Шахинбак | e:camera-sahinbak | x:dusoptik-ornek
tilsimak | x:tilsimak-ornek | e:centre-tilsim
TILSIM | e:centre-tilsim | x:tilsimak-ornek
yildizhan | x:yildizhan-ornek | e:station-yildizli
Скажмех | x:skazmech-primer | e:vehicule-medvezhonok e:groupe-iskrinka
skazmekh | x:skazmech-primer | e:vehicule-medvezhonok e:groupe-iskrinka
Медвежонок | e:vehicule-medvezhonok | x:skazmech-primer
medvejonok | e:vehicule-medvezhonok | x:skazmech-primer
Загадкин | x:zagadkin-primer | e:radar-zagadka
zagatka | e:radar-zagadka | x:zagadkin-primer
xugoda | x:xugouda-shili | e:blinde-kaiyuan
chimelion | x:chimelion-exemple | e:drone-sira
baobabel | x:baobabelle-exemple | e:trousse-keneya e:tente-baoba
keneya | e:trousse-keneya | x:baobabelle-exemple
radars | e:radar-haiwang e:radar-kartalay e:radar-zagadka | e:detecteur-tingyin x:mengliang-shili x:ruyagoz-ornek x:zagadkin-primer x:qihuanli-shili
radar kartalai | e:radar-kartalay | x:ruyagoz-ornek e:radar-haiwang e:radar-zagadka
радар | e:radar-haiwang e:radar-kartalay e:radar-zagadka | e:detecteur-tingyin x:mengliang-shili x:ruyagoz-ornek x:zagadkin-primer x:qihuanli-shili
hopital de campagne | e:hopital-sifa | x:efsanel-ornek
hôpitale campagne | e:hopital-sifa | x:efsanel-ornek
field hospital | e:hopital-sifa | x:efsanel-ornek
sifa | e:hopital-sifa | x:efsanel-ornek
vehicule secour | e:vehicule-medvezhonok | x:skazmech-primer e:helicoptere-legendarka e:trousse-keneya
mobile bridge modular | e:pont-koprulu | x:oykuray-ornek e:hopital-sifa
koprulu | e:pont-koprulu | x:oykuray-ornek
demineur robot | e:robot-sapfirin | x:mirazhin-primer
helicoptére secours | e:helicoptere-legendarka | x:legendarov-primer e:vehicule-medvezhonok
simulatuer conduite | e:cabine-seyir | x:masaltek-ornek e:poste-masal
boulangerie | |
Lockheed | |
zzqx | |
vignoble bio | |
piano à queue | |
"""


class Query(NamedTuple):
    text: str
    must: frozenset[str]
    may: frozenset[str]


def _read(line: str) -> Query:
    text, must, may = (part.strip() for part in line.split("|"))
    return Query(text, frozenset(must.split()), frozenset(may.split()))


QUERIES = tuple(_read(line) for line in _LINES.strip().splitlines())
