"""The version of lakip, as pyproject takes it from here: asking the installation for it costs a fifth of starting."""

VERSION = "0.1.0"
