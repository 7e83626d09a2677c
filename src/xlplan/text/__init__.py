"""Words people read, and words people type: translation and normalisation."""
