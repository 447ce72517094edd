"""Arabic as it is written: one spelling to compare, words, clitics, invisible marks. Pure."""
