from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Category(models.TextChoices):
    """The vocabulary of equipment: what a visitor looks for, coarse on purpose."""

    AIRCRAFT = "aircraft", _("Aircraft and helicopters")
    ARMOURED = "armoured", _("Armoured vehicles")
    COMMUNICATIONS = "communications", _("Communications")
    CYBER = "cyber", _("Cybersecurity")
    DRONES = "drones", _("Drones")
    ENERGY = "energy", _("Energy")
    ENGINEERING = "engineering", _("Engineering and mine clearance")
    LOGISTICS = "logistics", _("Camp, water and supply")
    MEDICAL = "medical", _("Medical support")
    OPTICS = "optics", _("Optics")
    PROTECTION = "protection", _("Protection")
    RADAR = "radar", _("Radars and sensors")
    RESCUE = "rescue", _("Rescue and civil protection")
    SPACE = "space", _("Space and satellite imagery")
    SURVEILLANCE = "surveillance", _("Surveillance")
    TRAINING = "training", _("Training and simulation")
    VEHICLES = "vehicles", pgettext_lazy("unarmoured", "Vehicles")
    WEAPONS = "weapons", _("Weapons and ammunition")


class Control(models.TextChoices):
    """Category of the EU Common Military List an item falls under; the titles are shortened."""

    ML1 = "ML1", _("ML1: Smooth-bore weapons below 20 mm and small arms")
    ML2 = "ML2", _("ML2: Weapons of 20 mm and more")
    ML3 = "ML3", _("ML3: Ammunition and fuze-setting devices")
    ML4 = "ML4", _("ML4: Bombs, rockets, missiles, explosive devices and their clearance")
    ML5 = "ML5", _("ML5: Fire control, surveillance and warning equipment")
    ML6 = "ML6", _("ML6: Ground vehicles")
    ML7 = "ML7", _("ML7: Chemical, biological and riot control agents, and protection from them")
    ML8 = "ML8", _("ML8: Energetic materials")
    ML9 = "ML9", _("ML9: Vessels and naval equipment")
    ML10 = "ML10", _("ML10: Aircraft, unmanned aircraft and their equipment")
    ML11 = "ML11", _("ML11: Electronic equipment not listed elsewhere")
    ML12 = "ML12", _("ML12: High velocity kinetic energy weapons")
    ML13 = "ML13", _("ML13: Armour and protective equipment")
    ML14 = "ML14", _("ML14: Equipment for military training and simulation")
    ML15 = "ML15", _("ML15: Imaging and countermeasure equipment")
    ML16 = "ML16", _("ML16: Forgings, castings and unfinished products")
    ML17 = "ML17", _("ML17: Miscellaneous equipment, materials and libraries")
    ML18 = "ML18", _("ML18: Production equipment")
    ML19 = "ML19", _("ML19: Directed energy weapons")
    ML20 = "ML20", _("ML20: Cryogenic and superconductive equipment")
    ML21 = "ML21", _("ML21: Software")
    ML22 = "ML22", _("ML22: Technology")


class Review(models.TextChoices):
    """Where an entry stands: nothing is public before an organiser has approved it."""

    DRAFT = "draft", pgettext_lazy("state of review", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("state of review", "Waiting for review")
    APPROVED = "approved", pgettext_lazy("state of review", "Published")
    RETURNED = "returned", pgettext_lazy("state of review", "To be corrected")
