"""What the back office says of tables of listings: what is wrong with a file or a row, and what would become of it."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from sociale_kaart.exchange.tables import columns
from webapp.beheer.words import OTHER_FAULT, fault_text, field_label

VERDICT_NAMES = {
    "created": _l("Nieuw"),
    "updated": _l("Verandert"),
    "unchanged": _l("Blijft gelijk"),
    "wrong": _l("Klopt niet"),
}
# What is wrong with a file as a whole or with a part of it, by `TableFault.code`.
FILE_FAULTS = {
    "too_large": _l("Dit bestand is te groot. Het mag 10 MB zijn. Verdeel het over meer bestanden."),
    "empty": _l("Dit bestand is leeg."),
    "old_excel": _l("Dit is een oude vorm van Excel, of er zit een wachtwoord op. Bewaar het als gewone .xlsx."),
    "not_a_table": _l("Dit is geen CSV of Excel. Bewaar de tabel als .xlsx of .csv."),
    "broken": _l("Dit bestand is stuk. Bewaar het opnieuw in Excel, en probeer het nog eens."),
    "unpacks_too_large": _l("In dit Excel-bestand zit te veel. Bewaar alleen de tabel in een nieuw bestand."),
    "encoding": _l("De letters in dit bestand kunnen we niet lezen. Bewaar het als 'CSV UTF-8' of als .xlsx."),
    "quotes": _l("Er staat een aanhalingsteken te veel of te weinig in dit bestand."),
    "no_headings": _l("Op de eerste regel horen de namen van de kolommen te staan."),
    "too_many_rows": _l("Er staan te veel rijen in. Het mogen er 20.000 zijn. Verdeel ze over meer bestanden."),
    "too_many_columns": _l("Er staan te veel kolommen in. Het mogen er 200 zijn."),
    "no_rows": _l("Er staan geen rijen onder de namen van de kolommen."),
    "no_key_column": _l("De kolom 'Sleutel' is er niet. Die is nodig: zo weten we om welke hulp het gaat."),
    "unknown_column": _l("Deze kolom kennen we niet."),
    "double_column": _l("Deze kolom staat er twee keer in."),
    "no_heading": _l("Boven deze cel staat geen naam van een kolom."),
    "merged": _l("Deze cellen zijn samengevoegd. Splits ze weer."),
    "formula": _l("Hier staat een formule. Zet er de uitkomst zelf neer."),
    "cell_error": _l("In deze cel staat een fout van Excel, zoals #N/B."),
    "no_key": _l("De sleutel is leeg."),
    "double_key": _l("Deze sleutel staat er twee keer in."),
    "stopped": _l("Dit is drie keer halverwege gestopt. Er is niets veranderd. Verdeel het over meer bestanden."),
}
# What is wrong with a cell, by field; then what any cell can have.
_OWN_FAULTS = {
    ("municipality", "missing"): _l("Vul de sleutel van de gemeente in, of: landelijk."),
    ("municipality", "unknown"): _l("Deze gemeente staat niet op Meedoen."),
    ("municipality", "not_yours"): _l("Deze hulp is niet van uw gemeente. U kunt er niets aan veranderen."),
    ("municipality", "moved"): _l("Deze hulp staat bij een andere gemeente. Verhuizen kan niet met een bestand."),
    ("key", "taken"): _l("Deze sleutel is al van een concept in een andere gemeente. Kies een andere."),
    ("key", "string_pattern_mismatch"): _l("Een sleutel heeft kleine letters, cijfers en streepjes: emmen-breiclub."),
    ("needs", "missing"): _l("Vul minstens één hulpvraag in."),
    ("needs", "unknown"): _l("Een van deze hulpvragen bestaat niet."),
    ("places", "unknown"): _l("Een van deze wijken of dorpen bestaat niet in deze gemeente."),
    ("organization", "unknown"): _l("Deze organisatie bestaat niet."),
}
_CELL_FAULTS = {
    "float_parsing": _l("Dit is geen getal. Schrijf bijvoorbeeld 52,72."),
    "bool_parsing": _l("Schrijf ja of nee."),
    "schedule_part": _l("Dit moment begrijpen we niet. Bij de uitleg van de kolommen staat een voorbeeld."),
    "contact_parts": _l("Schrijf één persoon per regel: naam | functie | e-mail | telefoon."),
    "visit_parts": _l("Schrijf één organisatie per regel. Bij de uitleg van de kolommen staat een voorbeeld."),
}


def file_fault(fault: dict[str, Any]) -> str:
    """Say what is wrong with a file, and where: a heading, a cell or a key, and the rows."""
    text = str(FILE_FAULTS.get(fault["code"], OTHER_FAULT))
    rows = ", ".join(str(row) for row in fault.get("rows", ()))
    where = [fault.get("where", ""), gettext("rij %(rows)s", rows=rows) if rows else ""]
    place = ", ".join(filter(None, where))
    return f"{place}: {text}" if place else text


def cell_fault(path: str, fault: str) -> str:
    """Say in which column a row is wrong ("phones.0.number": the first line of Telefoon), and what is."""
    own: LazyString | None = _OWN_FAULTS.get((path, fault)) or _CELL_FAULTS.get(fault)
    text = own or fault_text(path, fault)
    return f"{heading_of(path)}: {text}"


def heading_of(path: str) -> str:
    """Give the heading of the column that a field stands in, with which line of its cell it is."""
    parts = path.split(".")
    names = {column.name: column.heading for column in columns()}
    known = next((names[name] for end in range(len(parts), 0, -1) if (name := ".".join(parts[:end])) in names), None)
    line = next((int(part) + 1 for part in parts if part.isdecimal()), None)
    heading = known or field_label(path)
    return heading if line is None else gettext("%(heading)s, regel %(line)s", heading=heading, line=line)
