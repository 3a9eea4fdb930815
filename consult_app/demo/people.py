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
)
