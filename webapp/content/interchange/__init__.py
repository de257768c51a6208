"""The bank in other people's formats: QTI 3.0 for exercises, xAPI for answers. Pure."""
