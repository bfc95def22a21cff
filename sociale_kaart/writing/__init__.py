"""Advice on a listing while an editor writes it: reading level, likely duplicates, what was typed made regular."""
