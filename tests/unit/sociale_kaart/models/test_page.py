from sociale_kaart.models import Page


def test_a_page_has_its_first_line_as_title_and_the_rest_as_body() -> None:
    page = Page(id="over-ons.nl", text="# Over ons & u\n\nWij helpen.\n\n## Wie\n\nVrijwilligers.\n")
    assert page.title == "Over ons & u"
    assert page.body == "\nWij helpen.\n\n## Wie\n\nVrijwilligers.\n"
