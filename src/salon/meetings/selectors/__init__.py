"""What may be read of the meeting plan, and by whom.

`visibility` decides; every other module here starts from it and never from the models' managers.
"""
