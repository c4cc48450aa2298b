#!/usr/bin/python3
"""Of the JSON lines of several runs, the fastest of each workload: fastest.py FILE... In the order of the first file."""
import fileinput
import json

best = {}
for line in fileinput.input():
    row = json.loads(line)
    if row["name"] not in best or row["seconds"] < best[row["name"]]["seconds"]:
        best[row["name"]] = row
for row in best.values():
    print(json.dumps(row))
