"""The closing of a quarter: the sign-off sheet, numbered editions, and the decisions of the coordinator."""
