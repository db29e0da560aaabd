from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from salon.meetings.choices import PartyKind


class PartySearch(forms.Form):
    """What the list of participants is narrowed to. What makes no sense is ignored, not refused:
    the address of a list is passed on, cut short and edited by hand."""

    q = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("sort of participant", "Kind"),
        required=False,
        choices=[("", pgettext_lazy("kinds of participants", "All")), *PartyKind.choices],
    )

    def wanted(self) -> tuple[str, str]:
        """The text and the kind looked for; empty where nothing valid was given."""
        self.is_valid()
        return self.cleaned_data.get("q", ""), self.cleaned_data.get("kind", "")
