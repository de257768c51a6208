"""Booking, moving or cancelling an appointment: crossing one's free time with the free hours."""

from __future__ import annotations

from webapp.exercises.sim_booking.grading import SimBooking

EXERCISE = SimBooking()
