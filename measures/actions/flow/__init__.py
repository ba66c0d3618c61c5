"""The steps of what is owed, from the district's review to the money in the bank, and back."""
