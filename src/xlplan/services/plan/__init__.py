"""The use cases about the plan: new, check, adopt, diff, print, export and import."""
