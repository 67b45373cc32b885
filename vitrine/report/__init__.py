"""The report: what a build has found, as one page that needs no network. `python -m vitrine.report`.

`page.py` puts the sections together; each section is a file that asks the published tables and answers
with figures; `charts.py` draws them, `words.py` says things in both languages.
"""
