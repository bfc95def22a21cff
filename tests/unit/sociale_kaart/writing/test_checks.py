"""What people type, made as the documents want it."""

from pathlib import Path

import pytest

from sociale_kaart.exchange.content_files import read_content
from sociale_kaart.exchange.documents import AddressDocument
from sociale_kaart.writing.checks import Checked, check_email, check_phone, check_postcode, check_url


@pytest.mark.parametrize("check", [check_phone, check_email, check_url, check_postcode])
@pytest.mark.parametrize("typed", ["", "   ", "\n", "\u200b"])
def test_nothing_typed_is_no_fault(check: type, typed: str) -> None:
    assert check(typed) == Checked()


# --- telephone ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "typed",
    [
        "0592-365799",
        "0592 36 57 99",
        " 0592.36.57.99 ",
        "0592/365799",
        "0592–365799",
        "(0592) 36 57 99",
        "+31 592 365799",
        "+31 (0)592 365799",
        "(+31) 592-365799",
        "0031592365799",
        "592365799",
        "tel. 0592 365799",
        "Telefoon: 0592-365799",
        "T 0592 365799",
        "０５９２３６５７９９",
        "\u202a0592\u00a0365799\u202c",
    ],
)
def test_a_telephone_number_in_every_way_of_writing(typed: str) -> None:
    assert check_phone(typed) == Checked("0592-365799")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("020 123 45 67", "020-1234567"),
        ("+31 6 12 34 56 78", "06-12345678"),
        ("088 0767 000", "088-0767000"),
        ("085.1234567", "085-1234567"),
        ("0800 2000", "0800-2000"),
        ("+31 800 2000", "0800-2000"),
        ("0800 02 05 205", "0800-0205205"),
        ("0900 88 44", "0900-8844"),
        ("140592", "14 0592"),
        ("14 - 050", "14 050"),
        ("112", "112"),
        ("1 1 3", "113"),
    ],
)
def test_every_kind_of_number_has_its_form(typed: str, number: str) -> None:
    assert check_phone(typed) == Checked(number)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("bel ons", "phone_form"),
        ("0592-O65799", "phone_form"),
        ("0592-365799 of 06-12345678", "phone_form"),
        ("++31592365799", "phone_form"),
        ("٠٥٩٢٣٦٥٧٩٩", "phone_form"),
        ("-", "phone_form"),
        ("0592-36579", "phone_short"),
        ("0800", "phone_short"),
        ("0592-3657999", "phone_long"),
        ("9" * 500, "phone_long"),
        ("+32 2 123 45 67", "phone_foreign"),
        ("0399-123456", "phone_unknown"),
        ("0", "phone_unknown"),
        ("0900-0113", "phone_withdrawn"),
    ],
)
def test_what_is_no_dutch_telephone_number_says_why(typed: str, fault: str) -> None:
    assert check_phone(typed) == Checked(fault=fault)


def test_the_numbers_and_pages_that_we_have_stay_as_they_are(content_dir: Path) -> None:
    helplines = read_content(content_dir).helplines
    assert [check_phone(line.phone).value for line in helplines] == [line.phone for line in helplines]
    pages = [line.url for line in helplines if line.url]
    assert [(check_url(url).value or "").rstrip("/") for url in pages] == [url.rstrip("/") for url in pages]


# --- e-mail ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("info@welzo.nl", "info@welzo.nl"),
        (" Jan.Jansen@WELZO.nl ", "Jan.Jansen@welzo.nl"),
        ("mailto:info@welzo.nl", "info@welzo.nl"),
        ("Jan Jansen <jan@welzo.nl>", "jan@welzo.nl"),
        ("<jan@welzo.nl>", "jan@welzo.nl"),
        ("jan@welzo.nl.", "jan@welzo.nl"),
        ("jan+post@sub.welzo.nl", "jan+post@sub.welzo.nl"),
    ],
)
def test_an_email_address_is_cleaned(typed: str, address: str) -> None:
    assert check_email(typed) == Checked(address)


@pytest.mark.parametrize(
    "typed",
    [
        "info",
        "info@welzo",
        "info(at)welzo.nl",
        "jan@@welzo.nl",
        "jan jansen@welzo.nl",
        "a@welzo.nl; b@welzo.nl",
        "jan@localhost",
        "jan@[127.0.0.1]",
        "<script>@welzo.nl",
        "jan@welzo.nl\nBcc: x@y.nl",
        "a" * 300 + "@welzo.nl",
    ],
)
def test_what_is_no_email_address_is_a_fault(typed: str) -> None:
    assert check_email(typed) == Checked(fault="email_form")


# --- web ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("www.x.nl", "https://www.x.nl"),
        ("x.nl", "https://x.nl"),
        ("x.nl/hulp?soort=eten#top", "https://x.nl/hulp?soort=eten#top"),
        ("//x.nl", "https://x.nl"),
        ("http://x.nl/", "http://x.nl"),
        ("HTTPS://WWW.X.NL/Hulp/", "https://www.x.nl/Hulp/"),
        (" <https://x.nl>. ", "https://x.nl"),
        ("x.nl:8080/hulp", "https://x.nl:8080/hulp"),
        ("https://x.nl/hulp_(eten)", "https://x.nl/hulp_(eten)"),
        ("bücher.nl", "https://bücher.nl"),
    ],
)
def test_a_web_address_gets_its_whole_form(typed: str, url: str) -> None:
    assert check_url(typed) == Checked(url)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("https://x.nl/mijn pagina", "url_form"),
        ('https://x.nl/"><script>', "url_form"),
        ("https:x.nl", "url_form"),
        ("https://x.nl:99999", "url_form"),
        ("https://[x.nl", "url_form"),
        ("java\nscript:alert(1)", "url_form"),
        ("javascript:alert(1)", "url_scheme"),
        ("data:text/html,x", "url_scheme"),
        ("ftp://x.nl", "url_scheme"),
        ("mailto:info@x.nl", "url_scheme"),
        ("info@x.nl", "url_email"),
        ("https://jan:geheim@x.nl", "url_login"),
        ("welzo", "url_host"),
        ("http//x.nl", "url_host"),
        ("x..nl", "url_host"),
        ("www.x.nl, www.y.nl", "url_host"),
        ("http://localhost:8000", "url_host"),
        ("http://drukker.local", "url_host"),
        ("http://127.0.0.1", "url_host"),
        ("https://[::1]/", "url_host"),
        ("https://x.nl/" + "a" * 300, "url_long"),
    ],
)
def test_what_is_no_page_on_the_internet_says_why(typed: str, fault: str) -> None:
    assert check_url(typed) == Checked(fault=fault)


# --- postcode ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "typed", ["9401lb", "9401LB", "9401 LB", " 9401  lb ", "9401-lb", "NL-9401 LB", "９４０１ＬＢ"]
)
def test_a_postcode_in_every_way_of_writing(typed: str) -> None:
    assert check_postcode(typed) == Checked("9401 LB")
    assert AddressDocument(address_1="Brink 1", postal_code=check_postcode(typed).value, city="Assen")


@pytest.mark.parametrize("typed", ["9401", "LB", "0401 LB", "9401 L", "9401 LBB", "9401 L8", "94O1 LB", "٩٤٠١ LB"])
def test_what_has_not_the_form_of_a_postcode_is_a_fault(typed: str) -> None:
    assert check_postcode(typed) == Checked(fault="postcode_form")


def test_letters_that_no_postcode_has_are_a_fault() -> None:
    assert check_postcode("9401 SS") == Checked(fault="postcode_unknown")
