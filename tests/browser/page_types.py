"""Every type of page that Meedoen has, once: the tests that hold for all pages go through this list."""

from dataclasses import dataclass

LANGUAGES = ("nl", "en")


@dataclass(frozen=True)
class PageType:
    """A type of page, by the path of one example."""

    name: str
    path: str
    status: int = 200


PAGE_TYPES = (
    PageType("home", "/"),
    PageType("choose-place", "/mijn-plaats"),
    PageType("results", "/zoeken?q=ik+kan+mijn+rekening+niet+betalen&municipality=emmen"),
    PageType("results-place", "/zoeken?q=koffie&municipality=emmen&place=zwartemeer"),
    PageType("results-filters", "/zoeken?q=eenzaam&municipality=emmen&tier=2"),
    PageType("results-named", "/zoeken?q=infohuus"),
    PageType("results-none", "/zoeken?q=xqzwvj&municipality=emmen"),
    PageType("results-danger", "/zoeken?q=ik+wil+niet+meer+leven"),
    PageType("listing", "/hulp/emmen-hulp-bij-administratie"),
    PageType("report", "/hulp/emmen-hulp-bij-administratie/melding"),
    PageType("listing-planned", "/hulp/assen-bewonersinitiatieven"),
    PageType("listing-helpline", "/hulp/lijn-zelfmoordpreventie"),
    PageType("domain", "/onderwerp/geld"),
    PageType("need", "/hulpvraag/schulden?municipality=emmen"),
    PageType("need-urgent", "/hulpvraag/huiselijk_geweld"),
    PageType("municipalities", "/gemeenten"),
    PageType("municipality", "/gemeente/emmen"),
    PageType("place", "/gemeente/emmen/zwartemeer"),
    PageType("service-point", "/servicepunt/emmen-servicepunt-zwartemeer"),
    PageType("helplines", "/hulplijnen"),
    PageType("chat", "/chat"),
    PageType("about", "/over"),
    PageType("privacy", "/privacy"),
    PageType("accessibility", "/toegankelijkheid"),
    PageType("error", "/hulp/bestaat-niet", status=404),
)
