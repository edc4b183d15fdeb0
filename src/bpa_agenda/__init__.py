"""From workshop report to research agenda and proposals in Word, without losing a word."""

__version__ = "0.1.0"
