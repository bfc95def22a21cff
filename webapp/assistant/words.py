"""The words round the helplines for who writes in a language that Meedoen's pages do not have. They hold no number."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DangerWords:
    """What a person in danger must be able to read in their own language; `call` has the number filled in."""

    title: str
    call: str
    open: str
    closed: str
    leave: str


WORDS = {
    "tr": DangerWords(
        title="Yalnız değilsiniz. Şimdi arayın.",
        call="%(number)s numarasını arayın",
        open="şu an açık",
        closed="şu an kapalı",
        leave="Bu siteden hemen çık",
    ),
    "ar": DangerWords(
        title="لست وحدك. اتصل الآن.",
        call="اتصل بالرقم %(number)s",
        open="مفتوح الآن",
        closed="مغلق الآن",
        leave="غادر هذا الموقع بسرعة",
    ),
    "pl": DangerWords(
        title="Nie musisz radzić sobie w pojedynkę. Zadzwoń teraz.",
        call="Zadzwoń: %(number)s",
        open="teraz czynne",
        closed="teraz nieczynne",
        leave="Szybko opuść tę stronę",
    ),
    "uk": DangerWords(
        title="Ви не самі. Зателефонуйте зараз.",
        call="Зателефонуйте: %(number)s",
        open="зараз працює",
        closed="зараз не працює",
        leave="Швидко покинути цей сайт",
    ),
}
