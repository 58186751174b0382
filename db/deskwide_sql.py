"""What holds of settings and days of the office, as statements for every driver: the last saying of each."""

SETTINGS = """
SELECT s.name, s.value FROM desk_setting s
WHERE s.value IS NOT NULL AND s.id IN (SELECT max(l.id) FROM desk_setting l GROUP BY l.name)
"""

DAYS = """
SELECT d.day, d.state, d.opens, d.closes FROM office_day d
WHERE d.state <> 'usual' AND d.id IN (SELECT max(l.id) FROM office_day l GROUP BY l.day)
"""
