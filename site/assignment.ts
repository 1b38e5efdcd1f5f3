// What the site's build tells its menu's commands.

/** The assignment, as the site's build has written it down. */
export interface Assignment {
  name: string;
  /** The questions' names, by notebook. */
  questions: Record<string, string[]>;
}
