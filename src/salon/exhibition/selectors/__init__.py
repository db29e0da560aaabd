"""What is shown, to whom, and how it is found."""
