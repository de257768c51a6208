"""People and organisations: learners without account, advisers with one, and their sessions."""
