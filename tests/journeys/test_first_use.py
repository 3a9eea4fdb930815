"""Somebody who has never seen the program gets from the empty clinic to the printed sheet by what the screen says."""

import sys

from tests.journeys.newcomer import Newcomer


def test_a_first_consultation_without_help(open_desk, clinic, capsys):
    provider = open_desk()
    newcomer = Newcomer(provider)
    newcomer.work_until(lambda: bool(clinic.printer.sent))
    with capsys.disabled():
        sys.stdout.write(f"\nfirst use: {newcomer.turns} turns, {newcomer.doubts} of them by what was said missing\n")
    provider.close()
