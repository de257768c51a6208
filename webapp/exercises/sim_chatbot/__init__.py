"""Checking an answer of an AI, or choosing what to ask it. Nothing is sent to a real model."""

from __future__ import annotations

from webapp.exercises.sim_chatbot.grading import SimChatbot

EXERCISE = SimChatbot()
