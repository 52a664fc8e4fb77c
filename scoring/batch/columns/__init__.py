"""What the columns of a table mean, and a look at their first cells. May import `inputs`."""
