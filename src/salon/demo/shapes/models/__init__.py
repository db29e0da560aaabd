"""The ten models, one module each."""
