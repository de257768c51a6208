"""The adviser's space: prescribing a parcours, following people who agreed, exporting."""
