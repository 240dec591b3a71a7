"""Baseline plus approved adjustments: what is promised now, and every move that led there."""
