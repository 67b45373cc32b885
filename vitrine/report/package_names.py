"""What packages are called on the page."""

# With their codes where two have one name: their cells would be drawn as one too.
QUERY = """
select
    package_code,
    package_name || case when count(*) over (partition by package_name) > 1
        then ' (' || package_code || ')' else '' end as package_name
from marts.dim_packages
"""
