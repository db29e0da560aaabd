"""The one error a service raises when somebody asks for what the rules do not allow."""

from django.utils.functional import Promise


class DomainError(Exception):
    """A refusal in words a person can act upon.

    `code` is stable and meant for programs and tests; `message` is a (lazily translated) sentence
    that says what to do, with `%(name)s` places filled from `params`.
    """

    def __init__(self, code: str, message: str | Promise, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.params = params

    def __str__(self) -> str:
        # Translated here and not in the constructor: the reader's language is known when shown.
        return str(self.message) % self.params if self.params else str(self.message)
