"""What changes the exhibition: reviews, and the files that entries carry."""
