"""Reads a calendar (RFC 5545) from standard input and prints as JSON what is in it."""

import json
import sys

from icalendar import Calendar

calendar = Calendar.from_ical(sys.stdin.buffer.read().decode("utf-8"))


def text(event, name):
    value = event.get(name)
    return None if value is None else str(value)


def row(event):
    return {
        "uid": text(event, "UID"),
        "sequence": int(event["SEQUENCE"]),
        "status": text(event, "STATUS"),
        "summary": text(event, "SUMMARY"),
        "description": text(event, "DESCRIPTION"),
        "location": text(event, "LOCATION"),
        "conference": text(event, "CONFERENCE"),
        "stamp": event["DTSTAMP"].dt.isoformat(),
        "starts": event["DTSTART"].dt.isoformat(),
        "ends": event["DTEND"].dt.isoformat(),
    }


broken = [error for event in calendar.walk() for error in event.errors]
if broken:
    sys.exit(f"not as RFC 5545 wants it: {broken}")
events = [row(event) for event in calendar.walk("VEVENT")]
print(json.dumps({"method": text(calendar, "METHOD"), "version": text(calendar, "VERSION"), "events": events}))
