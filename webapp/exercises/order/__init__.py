"""Order: put four or five steps in order. Measures a procedure."""

from __future__ import annotations

from webapp.exercises.order.grading import Order

EXERCISE = Order()
