"""Numerical core of the dbt Python models, sample generator and checks. Nothing in here imports
dbt.
"""
