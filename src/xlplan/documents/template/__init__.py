"""The template: what a unit is sent and fills in."""
