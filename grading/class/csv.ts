// Tables as files that spreadsheets open.

/** RFC 4180, UTF-8 with the mark that spreadsheets want. */
export function csvOf(head: string[], rows: (string | number)[][]): string {
  const text = [head, ...rows].map((line) => line.map(field).join(",")).join("\r\n");
  return `\uFEFF${text}\r\n`;
}

/** Quoted where need be; a spreadsheet must not take a student's text for a formula. */
function field(value: string | number): string {
  if (typeof value === "number") return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
