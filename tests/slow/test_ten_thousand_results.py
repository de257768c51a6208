"""No contradiction on the pages of ten thousand invented results."""

from tests.property.test_results_agree import people


def test_ten_thousand_results_agree(app, catalogue):
    with app.test_request_context():
        assert people(catalogue, range(10_000))[0] == {}
