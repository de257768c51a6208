"""Values printed in the literature, at the printed digits."""

import math

import numpy as np
import pytest

from webapp.psychometrics import probability
from webapp.psychometrics.estimation import eap, maximum_likelihood, warm
from webapp.psychometrics.irt import information


def test_two_parameter_curve_of_baker():
    """Baker (2001), The Basics of Item Response Theory, chapter 2, item b = 1.0, a = 0.5."""
    expected = [0.12, 0.18, 0.27, 0.38, 0.50, 0.62, 0.73]
    assert np.round(probability(np.arange(-3, 4), 0.5, 1.0), 2).tolist() == expected


def test_three_parameter_curve_of_baker():
    """Baker (2001), chapter 2, item b = 1.5, a = 1.3, c = 0.2."""
    expected = [0.20, 0.21, 0.23, 0.30, 0.47, 0.73, 0.90]
    assert np.round(probability(np.arange(-3, 4), 1.3, 1.5, 0.2), 2).tolist() == expected


def test_two_parameter_information_of_baker():
    """Baker (2001), chapter 6, item b = 1.0, a = 1.5: the peak is a²/4 at θ = b."""
    values = information(np.arange(-3, 4), 1.5, 1.0)
    assert np.round(values, 3).tolist() == [0.006, 0.024, 0.102, 0.336, 0.562, 0.336, 0.102]


def test_three_parameter_information_is_birnbaums():
    """Birnbaum (1968): a² (Q/P) ((P − c)/(1 − c))², the same as P′²/(PQ)."""
    theta, a, b, c = np.linspace(-3, 3, 25), 1.2, 0.4, 0.2
    p = probability(theta, a, b, c)
    assert np.allclose(information(theta, a, b, c), a**2 * (1 - p) / p * ((p - c) / (1 - c)) ** 2)


def test_rasch_maximum_likelihood_solves_its_equation():
    """The Rasch estimate makes the expected score equal to the observed one (Rasch 1960)."""
    b = np.array([-1.0, -0.3, 0.2, 0.9, 1.4])
    estimate, error = maximum_likelihood(np.ones(5), b, np.zeros(5), np.ones(5), [1, 1, 1, 0, 0])
    p = probability(estimate, 1, b)
    assert p.sum() == pytest.approx(3, abs=1e-4)
    assert error == pytest.approx(1 / np.sqrt((p * (1 - p)).sum()), rel=1e-6)


def test_warm_is_finite_where_maximum_likelihood_is_not():
    """Warm (1989): a whole row of right answers has a finite estimate, below the bound."""
    ones, zeros = np.ones(4), np.zeros(4)
    finite, _ = warm(ones, [-1, 0, 0.5, 1], zeros, ones, ones)
    bound, _ = maximum_likelihood(ones, [-1, 0, 0.5, 1], zeros, ones, ones)
    assert finite < 4 < bound


def test_eap_is_between_prior_and_likelihood():
    """Bock & Mislevy (1982): shrinks toward the prior mean, and less with more answers."""
    a, b, c, d = np.ones(10), np.linspace(-1, 1, 10), np.zeros(10), np.ones(10)
    likeliest, _ = maximum_likelihood(a, b, c, d, [1] * 8 + [0] * 2)
    shrunk, sd = eap(a, b, c, d, [1] * 8 + [0] * 2)
    assert 0 < shrunk < likeliest
    assert sd < 1


def test_eap_without_answers_is_the_prior():
    mean, sd = eap([], [], [], [], [], mean=-0.5, sd=1.0)
    assert mean == pytest.approx(-0.5, abs=1e-6)
    assert sd == pytest.approx(1.0, abs=1e-3)


# Nine 4PL items and the estimates of the R package catR 3.17 (R 4.6.1) as one person answers them; data
# file reference/catr_reference_goodbank.json of the public repository dfsp-spirit/catpie.
CATR_ITEMS = np.array(
    [
        [1.8719872490037233, 0.042737828334793448, 0.038988641859032211, 0.95659668173175305],
        [1.9882256262935698, -0.89677788899280131, 0.03704132633283734, 0.93755993766244505],
        [1.7913730753352866, -0.85114912129938602, 0.058852395555004475, 0.94861354075837878],
        [1.4991256373468786, -1.2803558632731438, 0.048008598899468777, 0.94969661731738597],
        [1.7470175703056157, -2.2417669033166021, 0.13065931792370974, 0.99807865065522494],
        [1.5403869376750663, -2.1311005996540189, 0.049918134114705026, 0.99622228268999602],
        [1.4139120993204415, -0.94087846460752189, 0.042784602963365614, 0.99945982450153681],
        [1.2885463201673701, -0.9595262142829597, 0.046518590860068799, 0.97416001905221494],
        [1.3174622533842921, -0.95156699069775641, 0.27012737884651866, 0.96340993682388221],
    ]
)
CATR_ANSWERS = [0, 0, 0, 0, 1, 1, 1, 0, 1]
CATR_EAP = [
    (-0.52580371437797258, 0.84235581357221168),
    (-1.0234842774715422, 0.75670630338383382),
    (-1.3227591775098859, 0.67493429906253977),
    (-1.5669531207745975, 0.63792593526684338),
    (-1.4305615583602505, 0.58637976626253119),
    (-1.3086509206781831, 0.54781943587738324),
    (-1.1034689998866176, 0.52635550527910746),
    (-1.2431405559223652, 0.49827497722532971),
    (-1.1536304280205445, 0.49443521808376933),
]
CATR_ML = {
    5: (-2.143322736892598, 0.91178139472783548),
    6: (-1.811276321721951, 0.69342463116347997),
    7: (-1.4745418850231407, 0.6007184217372703),
    8: (-1.605999482681099, 0.58601508564599503),
    9: (-1.4792157693364789, 0.55543142406299839),
}
CATR_WARM = {
    1: (-0.522360025513534, 1.3595400274766662),
    2: (-1.4565701679646368, 1.2123423402365481),
    4: (-2.1428119241830861, 1.2768488166775502),
    5: (-1.9723232106948441, 0.84874163697239358),
    7: (-1.4341965287736851, 0.59617106704599288),
    9: (-1.4393118504179496, 0.55085723613538218),
}


@pytest.mark.parametrize("count", range(1, 10))
def test_eap_of_catr(count):
    """catR: 33 nodes from −4 to 4, standard normal prior."""
    items = CATR_ITEMS[:count].T
    estimate, sd = eap(*items, CATR_ANSWERS[:count], grid=(-4, 4, 33))
    assert (estimate, sd) == pytest.approx(CATR_EAP[count - 1], abs=1e-12)


@pytest.mark.parametrize("count", CATR_ML)
def test_maximum_likelihood_of_catr(count):
    """catR's root finder stops within 1.2e-4."""
    found = maximum_likelihood(*CATR_ITEMS[:count].T, CATR_ANSWERS[:count])
    assert found == pytest.approx(CATR_ML[count], abs=1.5e-4)


@pytest.mark.parametrize("count", CATR_WARM)
def test_weighted_likelihood_of_catr(count):
    found = warm(*CATR_ITEMS[:count].T, CATR_ANSWERS[:count])
    assert found == pytest.approx(CATR_WARM[count], abs=1.5e-4)


def test_information_of_catr():
    """Item information at θ = 0, −0.5258 and −1.0235 of the same file, and of its neighbour
    reference/catr_reference.json (3PL items of a real bank, at θ = 0)."""
    places = [0.0, -0.52580371437797258, -1.0234842774715422]
    shown = [0.73655462083379808, 0.53901895560253299, 0.25845264277843555]
    assert information(places, *CATR_ITEMS[0]) == pytest.approx(shown, abs=1e-12)
    bank = [
        (3.576886179324148, -0.5509534905080764, 1.1772473676196901e-05, 1.373471272664859),
        (0.72315395937455151, -0.78150137552148713, 0.00068299455678853197, 0.12070100205287922),
        (2.502366645870099, -0.6300470574536341, 0.20328134122518071, 0.67958020508599815),
        (2.6229677834017369, -0.023412915906464781, 0.16111909204271449, 1.2518275166561216),
    ]
    for a, b, c, expected in bank:
        assert float(information(0.0, a, b, c)) == pytest.approx(expected, rel=1e-9)


def test_numbers_serve_for_lists_and_nan_is_not_asked():
    b = [-0.5, 0.2, 0.9, 2.0]
    full = (np.ones(3), b[:3], np.zeros(3), np.ones(3), [1, 0, 1])
    for estimator in (eap, maximum_likelihood, warm):
        short = estimator(1.0, b, 0.0, 1.0, [1, 0, 1, np.nan])
        assert short == pytest.approx(estimator(*full))


def test_all_right_or_all_wrong():
    for answers, bound in (([1, 1, 1], 6.0), ([0, 0, 0], -6.0)):
        estimate, error = maximum_likelihood(1.3, [-1, 0, 1], 0.2, 1.0, answers)
        assert estimate == pytest.approx(bound, abs=1e-6)
        assert error > 5
        finite, _ = warm(1.3, [-1, 0, 1], 0.2, 1.0, answers)
        assert abs(finite) < 6


def test_without_answers_nothing_is_known():
    for estimator in (maximum_likelihood, warm):
        estimate, error = estimator([1.0], [0.0], [0.0], [1.0], [np.nan])
        assert np.isnan(estimate) and error == np.inf


@pytest.mark.parametrize("estimator", [eap, maximum_likelihood, warm])
@pytest.mark.parametrize(
    ("a", "responses"),
    [(1.0, [1, 2]), (np.nan, [1, 0]), (np.inf, [1, 0]), ([1.0, 1.0, 1.0], [1, 0])],
)
def test_nonsense_is_refused(estimator, a, responses):
    with pytest.raises(ValueError):
        estimator(a, [0.0, 0.5], 0.0, 1.0, responses)


def test_a_prior_has_a_width():
    with pytest.raises(ValueError):
        eap(1.0, [0.0], 0.0, 1.0, [1], sd=0.0)


def test_maximum_likelihood_is_the_root_of_the_score():
    """Reference: Σ a(u − P) = 0 by bisection with plain floats, outside this package."""
    estimate, error = maximum_likelihood([1, 1.2, 0.8], [-1, 0, 1], 0, 1, [1, 0, 1])
    assert estimate == pytest.approx(0.324846276051, abs=1e-10)
    assert error == pytest.approx(1.229568622285, abs=1e-10)


def test_maximum_likelihood_is_exact_for_random_tests():
    """A score computed with plain floats changes sign within 1e-9 of every estimate inside the bounds."""
    rng = np.random.default_rng(3)
    for _ in range(100):
        n = int(rng.integers(3, 15))
        a, b = rng.uniform(0.5, 2.5, n), rng.uniform(-3, 3, n)
        c, d = rng.choice([0.0, 0.25], n), rng.choice([1.0, 0.97], n)
        answers = rng.integers(0, 2, n)
        estimate, _ = maximum_likelihood(a, b, c, d, answers)
        if abs(estimate) < 6:
            before, after = (_slope(estimate + step, a, b, c, d, answers) for step in (-1e-9, 1e-9))
            assert before > 0 > after


def _slope(theta, a, b, c, d, answers):
    """Derivative of the log-likelihood, one answer after the other."""
    total = 0.0
    for ai, bi, ci, di, answer in zip(a, b, c, d, answers, strict=True):
        logistic = 1 / (1 + math.exp(-ai * (theta - bi)))
        p = ci + (di - ci) * logistic
        total += ai * (di - ci) * logistic * (1 - logistic) * (answer - p) / (p * (1 - p))
    return total
