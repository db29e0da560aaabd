"""``python -m rendezvous``: the same as the command ``rendezvous``."""

from .cli import main

main()
