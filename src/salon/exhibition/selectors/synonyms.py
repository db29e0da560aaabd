"""What else people call a category, in the languages they type in. Words that name one thing."""

from typing import Final

from salon.exhibition.choices import Category

SYNONYMS: Final[dict[Category, str]] = {
    Category.AIRCRAFT: "avion plane uçak самолёт вертолёт helikopter طائرة مروحية",
    Category.ARMOURED: "blindé tank char zırhlı броневик бронетехника مدرعة",
    Category.COMMUNICATIONS: "transmissions radio haberleşme telsiz связь اتصالات",
    Category.CYBER: "cybersécurité cyberdéfense siber кибербезопасность",
    Category.DRONES: "uav uas insansız iha дрон беспилотник бпла مسيرة",
    Category.ENERGY: "électricité electricity generator enerji энергия طاقة",
    Category.ENGINEERING: "génie déminage mayın разминирование",
    Category.LOGISTICS: "campement tente eau water çadır лагерь вода",
    Category.MEDICAL: "santé health sağlık медицина طبي",
    Category.OPTICS: "jumelles binoculars dürbün оптика",
    Category.PROTECTION: "gilet helmet casque koruma защита حماية",
    Category.RADAR: "radar capteur sensor радар радиолокатор رادار",
    Category.RESCUE: "sauvetage kurtarma спасение إنقاذ",
    Category.SPACE: "satellite espace uydu спутник قمر",
    Category.SURVEILLANCE: "observation gözetleme наблюдение مراقبة",
    Category.TRAINING: "formation simulateur eğitim simülatör тренажёр تدريب",
    Category.VEHICLES: "camion truck kamyon грузовик автомобиль مركبة",
    Category.WEAPONS: "arme missile munition silah füze оружие ракета سلاح",
}
