// Time zones as programs write them: offsets, names of places, and abbreviations, of
// which some mean several.

/** Abbreviations by their minutes from UTC: tzdata's, and others that people use. */
const ABBREVIATIONS: Record<number, string> = {
  [-660]: "SST",
  [-600]: "HST",
  [-540]: "AKST HDT",
  [-480]: "PST AKDT",
  [-420]: "MST PDT",
  [-360]: "CST MDT",
  [-300]: "EST CDT",
  [-240]: "AST EDT",
  [-210]: "NST",
  [-180]: "ADT BRT ART",
  [-150]: "NDT",
  0: "UTC UT GMT Z WET",
  60: "CET MET MEZ WEST BST WAT",
  120: "EET CEST MEST MESZ CAT SAST",
  180: "EEST MSK TRT IDT EAT",
  240: "GST",
  300: "PKT",
  330: "IST",
  345: "NPT",
  420: "WIB ICT",
  480: "HKT SGT MYT PHT AWST WITA",
  540: "JST KST WIT",
  570: "ACST",
  600: "AEST CHST",
  630: "ACDT",
  660: "AEDT",
  720: "NZST",
  780: "NZDT",
};
const MINUTES = new Map(
  Object.entries(ABBREVIATIONS).flatMap(([minutes, names]) => {
    return names.split(" ").map((name): [string, number] => [name, Number(minutes)]);
  }),
);

/** What those that mean several are taken as. */
const TAKEN = new Map([
  ["ADT", "the Atlantic's"],
  ["AST", "the Atlantic's"],
  ["BST", "Britain's summer time"],
  ["CDT", "North America's"],
  ["CST", "North America's"],
  ["EST", "North America's"],
  ["GST", "the Gulf's"],
  ["IST", "India's"],
  ["MST", "North America's"],
  ["PST", "North America's"],
  ["SST", "Samoa's"],
]);

export interface Zone {
  /** Minutes east of UTC, at a local time given as if it were UTC's. */
  minutes(local: number): number;
  /** How it was taken, where it means several; else empty. */
  remark: string;
}

/** undefined for one that is not known. */
export function zoneNamed(name: string): Zone | undefined {
  const fixed = (minutes: number, remark = "") => ({ minutes: () => minutes, remark });
  const offset = /^(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d\d))?$/i.exec(name);
  if (offset) {
    const [, sign, hours, minutes = "0"] = offset;
    const size = 60 * Number(hours) + Number(minutes);
    return size <= 14 * 60 && Number(minutes) < 60 ? fixed(sign === "-" ? -size : size) : undefined;
  }
  const short = name.toUpperCase();
  const known = MINUTES.get(short);
  if (known !== undefined) {
    const taken = TAKEN.get(short);
    return fixed(known, taken ? `${short} is taken as ${taken}, ${written(known)}` : "");
  }
  return place(name);
}

/** "Europe/Berlin" */
function place(name: string): Zone | undefined {
  try {
    const parts = { year: "numeric", month: "numeric", day: "numeric" } as const;
    const clock = { hour: "numeric", minute: "numeric", second: "numeric" } as const;
    const options = { timeZone: name, hourCycle: "h23", ...parts, ...clock } as const;
    const format = new Intl.DateTimeFormat("en-US", options);
    const at = (time: number) => {
      const found = Object.fromEntries(format.formatToParts(time).map((p) => [p.type, p.value]));
      const { year, month, day, hour, minute, second } = found;
      return (Date.UTC(+year, +month - 1, +day, +hour, +minute, +second) - time) / 60_000;
    };
    // The offset that holds then, found from the one at about the same time.
    const minutes = (local: number) => at(local - 60_000 * at(local));
    return { minutes, remark: "" };
  } catch {
    return undefined;
  }
}

function written(minutes: number): string {
  const size = Math.abs(minutes);
  const two = (number: number) => String(number).padStart(2, "0");
  return `UTC${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
