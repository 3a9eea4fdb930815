"""The fictional patients and providers of the sample clinic. Nobody here exists; phone numbers are 555-01xx."""

from datetime import date

from consult_app.domain.answers import Provider
from consult_app.domain.patient import Allergies, AllergyState, PatientDetails

DANA = Provider("Dana Keller", "NP")
ROSA = Provider("Rosa Lindqvist", "PA")
MAI = Provider("Mai Tran", "aesthetician")
PROVIDERS = (DANA, ROSA, MAI)

_NONE_KNOWN = Allergies(AllergyState.NONE_KNOWN)


def _allergic(*items: str) -> Allergies:
    return Allergies(AllergyState.KNOWN, items)


MARISOL = PatientDetails(
    "Ortega-Whitfield",
    "Marisol",
    "Mari",
    date(1984, 3, 4),
    "513-555-0187",
    "A-20418",
    "en",
    _allergic("Neomycin (rash)"),
)
CARMEN = PatientDetails("Ortiz", "Carmen", "", date(1991, 9, 21), "513-555-0142", "A-19877", "es", _NONE_KNOWN)
OTHER_CARMEN = PatientDetails("Ortiz", "Carmen", "", date(1968, 11, 2), "513-555-0165", "A-20502", "es", _NONE_KNOWN)
LENA = PatientDetails("Hoffmann", "Lena", "", date(1999, 6, 30), "513-555-0121", "A-20377", "en", _NONE_KNOWN)
JI_WON = PatientDetails("Park", "Ji-won", "", date(1996, 1, 15), "513-555-0133", "A-20455", "en", _NONE_KNOWN)
AMINATA = PatientDetails("Diallo", "Aminata", "", date(1989, 12, 12), "513-555-0176", "A-20120", "en", _NONE_KNOWN)
THEODORA = PatientDetails(
    "Vanderberg-Castellanos", "Theodora", "Teddy", date(1977, 1, 9), "513-555-0114", "A-18811", "en", _NONE_KNOWN
)
LUCIA = PatientDetails(
    "Ramos", "Lucía", "", date(1994, 8, 3), "513-555-0155", "A-20034", "es", _allergic("Latex (rash)")
)
SOO_AH = PatientDetails("Kim", "Soo-ah", "", date(2001, 2, 18), "513-555-0129", "A-20290", "en", _NONE_KNOWN)
DANIEL = PatientDetails("Okafor", "Daniel", "", date(1979, 5, 27), "513-555-0161", "A-19654", "en", _NONE_KNOWN)
ADAEZE = PatientDetails("Bell", "Adaeze", "", date(1986, 10, 5), "513-555-0138", "A-20011", "en", _NONE_KNOWN)
THAO = PatientDetails("Nguyễn", "Thảo", "", date(1992, 7, 19), "513-555-0199", "A-20466", "en", _NONE_KNOWN)
"""A name with marks that only some fonts have, so that every screen and sheet is tried with one."""


def _person(
    family: str, given: str, born: date, last_digits: str, chart: str, language: str = "en", *items: str
) -> PatientDetails:
    """Somebody of the two years before; ``last_digits`` end the phone number, ``items`` are known allergies."""
    allergies = _allergic(*items) if items else _NONE_KNOWN
    return PatientDetails(family, given, "", born, f"513-555-{last_digits}", chart, language, allergies)


IMANI = _person("Abara", "Imani", date(1990, 4, 22), "0101", "A-19012")
PRIYA = _person("Raghunathan", "Priya", date(1993, 11, 30), "0102", "A-19230", "en", "Adhesive tape (rash)")
WALKER = _person("Walker", "Tess", date(1971, 6, 8), "0103", "A-18420")
CAMILA = _person("Reyes", "Camila", date(1998, 2, 14), "0104", "A-20391", "es")
OLGA = _person("Sokolova", "Olga", date(1966, 9, 17), "0105", "A-18977", "en", "Penicillin (hives)", "Latex (rash)")
HENRIK = _person("Sørensen", "Henrik", date(1988, 1, 25), "0106", "A-19544")
BRIGID = _person("O’Dowd", "Brigid", date(1982, 3, 17), "0107", "A-19321")
PETRA = _person("Łukasik", "Petra", date(1995, 8, 9), "0108", "A-20102")
NADIA = _person("El-Masri", "Nadia", date(1987, 12, 3), "0109", "A-19876", "en", "Sulfa medicines (rash)")
MATEO = _person("Villanueva de la Cruz", "Mateo", date(1999, 5, 5), "0110", "A-20210", "es")
GRETA = _person("Lindholm", "Greta", date(1959, 10, 28), "0111", "A-18733")
SELIN = _person("Gülşen", "Selin", date(1984, 7, 1), "0112", "A-20055")
JONAS = _person("Brandt", "Jonas", date(2000, 3, 12), "0113", "A-19688")
AIKO = _person("Mori", "Aiko", date(1997, 6, 21), "0115", "A-20440")

PATIENTS = (
    MARISOL,
    CARMEN,
    OTHER_CARMEN,
    LENA,
    JI_WON,
    AMINATA,
    THEODORA,
    LUCIA,
    SOO_AH,
    DANIEL,
    ADAEZE,
    THAO,
    IMANI,
    PRIYA,
    WALKER,
    CAMILA,
    OLGA,
    HENRIK,
    BRIGID,
    PETRA,
    NADIA,
    MATEO,
    GRETA,
    SELIN,
    JONAS,
    AIKO,
)
