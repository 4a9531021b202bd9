"""The rules of the house, one idea a file: pure functions of facts and dates."""
