"""Reading: blocks of text and rows of structured sources into attributed statements.

Who says that who did what, where, when, how many, with what, asserted or denied: each field with its span. A reader
reads and does not decide; a sentence that looks like a claim and cannot be read becomes an `unread` row with its reason.
What is said in a language or named in a conflict is data (packs/); the code holds general grammar only.
"""
