"""The journal's tables, and what models of other apps inherit."""

from django.db import models


class Sourced(models.Model):
    """A row that states something about the world: it says where that comes from, or that it is
    invented for the demonstration. The database refuses a row that does neither."""

    source = models.TextField(blank=True, default="")
    fictional = models.BooleanField(default=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(fictional=True) | ~models.Q(source=""),
                name="%(app_label)s_%(class)s_sourced",
            )
        ]


class JournalEntry(models.Model):
    """Who did what, when, to what. Rows are only ever added: triggers refuse the rest.

    `stream` groups what is chained together (an edition's slug, or `salon`); `subject` names the
    thing, for instance `meetings.planrun:12`.
    """

    stream = models.CharField(max_length=80)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=16)
    actor_id = models.CharField(max_length=80, blank=True)
    actor_label = models.CharField(max_length=200)
    action = models.CharField(max_length=80)
    subject = models.CharField(max_length=200)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["stream", "id"], name="core_journal_stream"),
            models.Index(fields=["subject"], name="core_journal_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.stream} #{self.pk} {self.action} {self.subject}"


class JournalSeal(models.Model):
    """One sealed batch of a stream: `digest` covers its entries and, through `previous`, all the
    batches before it. SHA-256 in hexadecimal; `previous` of the first is 64 zeros."""

    stream = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    size = models.PositiveIntegerField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stream", "number"], name="core_seal_number"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="core_seal_from_one"),
            models.CheckConstraint(condition=models.Q(size__gte=1), name="core_seal_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.stream} seal {self.number}"


class JournalSealedEntry(models.Model):
    """Which entries a seal covers, in which order (transactions do not commit in id order)."""

    seal = models.ForeignKey(JournalSeal, on_delete=models.PROTECT, related_name="sealed")
    entry = models.OneToOneField(JournalEntry, on_delete=models.PROTECT, related_name="sealed")
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seal", "position"], name="core_sealed_position"),
        ]

    def __str__(self) -> str:
        return f"{self.seal} · {self.position}"
