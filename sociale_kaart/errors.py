"""Errors of the domain. The web application turns each into a page or a JSON answer in one place."""


class DomainError(Exception):
    """Something a user asked for cannot be done; `code` names it for machines."""

    code = "error"


class NotFoundError(DomainError):
    """There is no such municipality, place, need, tier, page or listing.

    `what` is the kind of thing ("municipality", "place", "need", "tier", "listing", "page"), `key` what was asked.
    """

    def __init__(self, what: str, key: str) -> None:
        super().__init__(f"unknown {what}: {key!r}")
        self.what = what
        self.key = key
        self.code = f"unknown_{what}"


class InvalidValueError(DomainError):
    """A value is not of the form asked for, such as a limit that is not a number."""

    def __init__(self, field: str, value: str) -> None:
        super().__init__(f"invalid {field}: {value!r}")
        self.field = field
        self.code = f"invalid_{field}"


class ContentError(DomainError):
    """Content files have faults; nothing was written. `faults` lists every one of them."""

    code = "invalid_content"

    def __init__(self, faults: list[str]) -> None:
        super().__init__(f"{len(faults)} fault(s) in the content:\n" + "\n".join(faults))
        self.faults = faults


class NotAllowedError(DomainError):
    """The one who acts may not do this here."""

    code = "not_allowed"


class InvalidListingError(DomainError):
    """A listing is not fit to publish. `faults` has, per field (a path such as "phones.0.number"), what is wrong.

    A fault is a type of Pydantic ("missing", "string_pattern_mismatch", ..), the text of a rule of ours, or
    "unknown" for a key that stands for nothing.
    """

    code = "invalid_listing"

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(f"{len(faults)} fault(s) in the listing: {', '.join(faults)}")
        self.faults = faults


class ConflictError(DomainError):
    """Someone else wrote in the meantime; nothing was written, so that nothing of either is lost."""

    code = "conflict"
