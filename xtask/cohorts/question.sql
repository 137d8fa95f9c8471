SELECT indicator, land, year, count(level), min(level), max(level), avg(level),
    percentile_disc(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY level),
    avg(CASE WHEN level >= 3 THEN 1.0 ELSE 0.0 END)
FROM answers JOIN units USING (unit)
WHERE level IS NOT NULL
GROUP BY indicator, land, year
