"""The vocabulary of Mirsal: frozen values that every room shares. Pure."""
