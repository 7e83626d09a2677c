"""Domain: the words of plans, returns and reports as frozen values, with their pure rules."""
