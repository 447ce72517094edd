"""Every Arabic sentence that people read. Pure.

Numbers for people are written in Arabic-Indic digits, everywhere: Syrian readers know them from print, and a number
between Arabic words then needs no isolate. What an article says keeps the digits of its source.
"""
