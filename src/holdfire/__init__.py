"""Holdfire: an investigation mechanism for ceasefire violations, as software."""
