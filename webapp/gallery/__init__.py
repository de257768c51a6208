"""For authors and developers: every component and every exercise, in every state a person meets.

The exercises are shown by the product's own templates, so what is seen here is what people get; the
accessibility checks visit the same addresses.
"""
