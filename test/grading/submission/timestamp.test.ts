import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { zoneNamed } from "../../../grading/submission/time-zones";
import { readTimestamp } from "../../../grading/submission/timestamp";
import { python } from "../../python";

test("is a time read in its zone, however it is written?", () => {
  for (const [text, utc] of [
    ["2026-01-30 10:30:47.524219 UTC", "2026-01-30T10:30:47.524Z"],
    ["2026-01-30 10:30:47.524219 CET", "2026-01-30T09:30:47.524Z"],
    ["2026-01-31 20:00 PDT", "2026-02-01T03:00:00.000Z"],
    ["2026-01-30 19:30:47 JST", "2026-01-30T10:30:47.000Z"],
    ["2026-01-30 10:30:47 +0100", "2026-01-30T09:30:47.000Z"],
    ["2026-01-30 10:30:47 +03", "2026-01-30T07:30:47.000Z"],
    ["2026-01-30-10-30-47", "2026-01-30T10:30:47.000Z"],
    ["2026-01-30T10:30:47Z", "2026-01-30T10:30:47.000Z"],
    ["2026-07-30 10:30:47 Europe/Berlin", "2026-07-30T08:30:47.000Z"],
    ["Fri Jan 30 10:30:47 CET 2026", "2026-01-30T09:30:47.000Z"],
    ["Fri, 30 Jan 2026 10:30:47 +0100", "2026-01-30T09:30:47.000Z"],
    ["2026-01-30 08:30 PM", "2026-01-30T20:30:00.000Z"],
  ]) {
    assert.equal(readTimestamp(text).time.toISOString(), utc, text);
  }
});

test("is what cannot be read refused by name, and said how an ambiguous zone was taken?", () => {
  assert.throws(() => readTimestamp("yesterday"), /"yesterday" is no time/);
  assert.throws(() => readTimestamp("2026-13-30 10:30:47 UTC"), /a day or an hour/);
  assert.throws(() => readTimestamp("2026-01-30 10:30:47 XYZ"), /"XYZ" is no time zone/);
  assert.match(
    readTimestamp("2026-01-30 10:30:47 IST").remark,
    /IST is taken as India's, UTC\+05:30/,
  );
});

test("does every abbreviation of tzdata have one of its meanings, and is it said if there are several?", () => {
  const script = `
import datetime, json, zoneinfo
found = {}
for name in sorted(zoneinfo.available_timezones()):
    for month in (1, 7):
        time = datetime.datetime(2026, month, 1, tzinfo=zoneinfo.ZoneInfo(name))
        if time.tzname().isalpha() and "/" in name and not name.startswith(("Etc/", "SystemV/")):
            found.setdefault(time.tzname(), set()).add(time.utcoffset().total_seconds() / 60)
print(json.dumps({name: sorted(offsets) for name, offsets in found.items()}))`;
  const found: Record<string, number[]> = JSON.parse(
    execFileSync(python, ["-c", script], { encoding: "utf8" }),
  );
  for (const [name, offsets] of Object.entries(found)) {
    const zone = zoneNamed(name);
    assert.ok(zone && offsets.includes(zone.minutes(0)), `${name}: ${offsets}`);
    if (offsets.length > 1) assert.match(zone.remark, /is taken as/, name);
  }
});
