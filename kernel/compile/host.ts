// The compiler's door to the machine it runs on. Node's is in node/host.ts; a browser
// brings files of its own.

/** The files there are. Paths are absolute, with forward slashes. */
export interface Files {
  /** A file's text; undefined if there is no such file. */
  read(file: string): string | undefined;
  isFile(path: string): boolean;
  isFolder(path: string): boolean;
  /** The names of the files and folders in a folder; none if there is no such folder. */
  list(folder: string): { files: string[]; folders: string[] };
  /** A path without symbolic links. */
  realPath(path: string): string;
  /** Another text whenever a file may have changed; null if there is no such file. */
  stamp(file: string): string | null;
  /**
   * The same for a package's file, which nobody edits: what a copy keeps that is made with its
   * times, in whole seconds, such as a container's image.
   */
  packageStamp(file: string): string | null;
  readonly caseSensitive: boolean;
  /** The folder of TypeScript's lib.*.d.ts. */
  readonly libFolder: string;
}
