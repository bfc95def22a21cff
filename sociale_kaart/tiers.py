"""The ladder of help (treden): every listing stands on one of four steps (docs/adr/0003)."""

from enum import IntEnum


class Tier(IntEnum):
    """A step of the ladder; lower steps are shown first, higher ones are always in sight."""

    SELF = 1  # zelf: what you can do yourself
    TOGETHER = 2  # samen: family, neighbours, volunteers, peers
    EVERYONE = 3  # voor iedereen: collective and general services
    TAILORED = 4  # op maat: individual provision after a conversation with the municipality
