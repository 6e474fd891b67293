"""Pilots: unreported runs used to calibrate the scenarios."""
