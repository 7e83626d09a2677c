"""The steps on the plan: new, check, adopt, diff, print."""
