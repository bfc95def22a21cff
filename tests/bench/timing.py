"""Time many calls and give their median and 95th percentile."""

import time
from collections.abc import Callable, Iterable
from statistics import median, quantiles
from typing import Any


def milliseconds(call: Callable[[Any], object], arguments: Iterable[Any]) -> tuple[float, float]:
    """Call once per argument; gives the median and the 95th percentile in milliseconds."""
    times = []
    for argument in arguments:
        start = time.perf_counter()
        call(argument)
        times.append((time.perf_counter() - start) * 1000)
    return median(times), quantiles(times, n=20)[-1]


def per_second(call: Callable[[], object], seconds: float = 3.0) -> float:
    """Give how often a call can be made in a second."""
    call()
    count, start = 0, time.perf_counter()
    while (passed := time.perf_counter() - start) < seconds:
        call()
        count += 1
    return count / passed
