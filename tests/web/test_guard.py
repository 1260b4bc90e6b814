from holdfire.web.guard import Rates


def test_a_burst_is_allowed_then_the_rate_holds() -> None:
    rates = Rates(per_second=1.0, burst=3)
    assert [rates.allows("a", 0.0) for _ in range(4)] == [True, True, True, False]
    assert rates.allows("a", 1.0)
    assert not rates.allows("a", 1.0)


def test_one_address_does_not_slow_another() -> None:
    rates = Rates(per_second=1.0, burst=1)
    assert rates.allows("a", 0.0)
    assert rates.allows("b", 0.0)


def test_memory_is_bounded() -> None:
    rates = Rates(per_second=1.0, burst=1, most=10)
    for n in range(1000):
        rates.allows(str(n), 0.0)
    assert len(rates._buckets) == 10
