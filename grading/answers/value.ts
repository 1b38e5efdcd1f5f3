// How values leave a student's process, and why there may be none.

/** Why there is no value. */
export interface Failure {
  why: string;
  /** The process ended or was ended; else the code has merely thrown. */
  crashed: boolean;
}

/** The MIME type under which a cell puts out values. */
export const VALUES = "application/vnd.gradbook.values+json";
