"""The web app: pages over one case's register, read-only but for intake, replies, reviews and complaints.

A page is a query and a template. It decides nothing: what a role may see and do is asked of terms.roles, what is
published how coarsely of report.publication.
"""
