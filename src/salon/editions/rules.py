import rules

from salon.core.permissions import Permission, register

register(Permission.EDITION_VIEW, rules.always_allow)
