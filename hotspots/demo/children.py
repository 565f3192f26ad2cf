"""The 25 invented young people and the placements they are missing from.

No real child, carer or home is described. The counts are those of paragraph 4.7 of
the council's report: 11 in own residential homes, 2 in foster care, 9 in supported
accommodation, 3 in independent or unregulated provision; the five most often missing
(45, 38, 32, 27 and 22 episodes) are all in own residential homes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """A placement: its code and provider as the SSDA903 return has them, and a postcode."""

    code: str
    provider: str
    postcode: str


# Nobody lives at these postcodes. All are terminated, are absent from Code-Point Open of
# April 2025, lie at least 120 m from every postcode that is in use (former works, depots and
# hospital grounds), and at least 320 m from every place at which the demo sends a child.
# They still stand in the postcode list, so a text that gives one can be located.
ALLESTREE_HOME = Home(code="K2", provider="PR1", postcode="DE22 2EU")
SINFIN_HOME = Home(code="K2", provider="PR1", postcode="DE24 9ZW")
MACKWORTH_HOME = Home(code="K2", provider="PR1", postcode="DE22 3HL")
CHELLASTON_HOME = Home(code="K2", provider="PR1", postcode="DE73 6SZ")
COUNCIL_FOSTER_HOME = Home(code="U4", provider="PR1", postcode="DE24 8AD")
AGENCY_FOSTER_HOME = Home(code="U6", provider="PR4", postcode="DE21 7UU")
CHADDESDEN_UNIT = Home(code="K3", provider="PR4", postcode="DE21 6PS")
NORMANTON_UNIT = Home(code="K3", provider="PR5", postcode="DE23 8UG")
BREADSALL_UNIT = Home(code="K3", provider="PR4", postcode="DE21 4ZZ")
RAYNESWAY_FLAT = Home(code="P2", provider="PR4", postcode="DE21 7WA")
UNREGULATED_FLAT = Home(code="Z1", provider="", postcode="DE24 9GH")
# In Nottingham, and for bulk mail alone: its position is the delivery office's.
NOTTINGHAM_FLAT = Home(code="Z1", provider="", postcode="NG11 1AA")
DERBY, NOTTINGHAM = "Derby", "Nottingham"


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """An invented young person.

    `key` names the child in the tables of this package (R residential, F foster,
    S supported, I independent); `number` makes the reference of the export. One child of
    Derby's is placed in Nottingham, and one of Nottingham's in Derby.
    """

    key: str
    number: int
    born: date
    home: Home
    episodes: int
    still_missing: bool = False
    responsible_la: str = DERBY

    @property
    def reference(self) -> str:
        """The child's number in the pretended case system."""
        return f"SYN-{self.number:04d}"


def _child(key: str, number: int, born: str, home: Home, episodes: int) -> Child:
    return Child(
        key=key,
        number=number,
        born=date.fromisoformat(born),
        home=home,
        episodes=episodes,
        still_missing=key in {"R5", "I1"},
        responsible_la=NOTTINGHAM if key == "S8" else DERBY,
    )


CHILDREN: tuple[Child, ...] = (
    _child("R1", 1, "2005-02-11", SINFIN_HOME, 45),
    _child("R2", 2, "2004-09-30", ALLESTREE_HOME, 38),
    _child("R3", 3, "2006-05-17", CHELLASTON_HOME, 32),
    _child("R4", 4, "2005-11-02", SINFIN_HOME, 27),
    _child("R5", 5, "2004-07-23", MACKWORTH_HOME, 22),
    _child("R6", 6, "2007-01-08", ALLESTREE_HOME, 5),
    _child("R7", 7, "2006-10-26", CHELLASTON_HOME, 4),
    _child("R8", 8, "2005-03-14", MACKWORTH_HOME, 3),
    _child("R9", 9, "2008-06-05", SINFIN_HOME, 2),
    _child("R10", 10, "2007-12-19", ALLESTREE_HOME, 1),
    _child("R11", 11, "2009-04-27", CHELLASTON_HOME, 1),
    _child("F1", 12, "2006-08-15", COUNCIL_FOSTER_HOME, 4),
    _child("F2", 13, "2008-01-21", AGENCY_FOSTER_HOME, 2),
    _child("S1", 14, "2003-12-09", CHADDESDEN_UNIT, 9),
    _child("S2", 15, "2004-03-28", NORMANTON_UNIT, 8),
    _child("S3", 16, "2003-10-13", NORMANTON_UNIT, 6),
    _child("S4", 17, "2004-11-06", BREADSALL_UNIT, 5),
    _child("S5", 18, "2004-05-31", CHADDESDEN_UNIT, 5),
    _child("S6", 19, "2003-09-18", BREADSALL_UNIT, 4),
    _child("S7", 20, "2004-01-25", NORMANTON_UNIT, 3),
    _child("S8", 21, "2004-08-07", CHADDESDEN_UNIT, 2),
    _child("S9", 22, "2004-12-12", BREADSALL_UNIT, 1),
    _child("I1", 23, "2003-08-04", RAYNESWAY_FLAT, 8),
    _child("I2", 24, "2003-11-29", UNREGULATED_FLAT, 5),
    _child("I3", 25, "2004-02-16", NOTTINGHAM_FLAT, 3),
)
