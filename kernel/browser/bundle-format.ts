// The file that the site's build writes for the kernel.

/** The content of files.json.gz; paths are from the project's folder. */
export interface Bundle {
  texts: Record<string, string>;
  /** In base64. */
  binaries: Record<string, string>;
  /** Files that are fetched when they are first read, by their addresses in the site. */
  remote: Record<string, string>;
  tslabVersion: string;
  /** Declares what cells have beside Node's globals. */
  globals: string;
}
