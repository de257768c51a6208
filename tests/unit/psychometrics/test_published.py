"""Values printed in the literature, at the printed digits."""

import numpy as np
import pytest

from webapp.psychometrics import eap, information, maximum_likelihood, probability, warm


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
