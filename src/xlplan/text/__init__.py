"""Words that people read and words that people type: translation and normalisation."""
