"""Listings made up for measuring: the sentences of the starting content, shuffled. Never shown to anyone."""

import random
import re

from sociale_kaart.exchange.content_files import Content
from sociale_kaart.exchange.documents import ServiceDocument


def with_generated(content: Content, total: int, seed: int = 1) -> Content:
    """Give the content with generated listings added until there are `total`."""
    rng = random.Random(seed)  # noqa: S311 - not for secrets
    real = [(owner, service) for owner, services in content.services.items() for service in services]
    sentences = [
        sentence
        for _owner, service in real
        for sentence in re.split(r"(?<=[.?!])\s+", " ".join(service.description.split()))
        if len(sentence) > 15
    ]
    names = sorted({word for _owner, service in real for word in service.name.split() if len(word) > 3})
    local = [(owner, service) for owner, service in real if owner is not None and service.kind == "service"]
    for number in range(total - len(real)):
        owner, model = rng.choice(local)
        content.services[owner].append(_generated(model, number, rng, sentences, names))
    return content


def _generated(
    model: ServiceDocument, number: int, rng: random.Random, sentences: list[str], names: list[str]
) -> ServiceDocument:
    return model.model_copy(
        update={
            "key": f"gemaakt-{number:05}",
            "name": f"{' '.join(rng.sample(names, 2))} {number}",
            "summary": rng.choice(sentences)[:120],
            "description": " ".join(rng.sample(sentences, 8)),
        }
    )
