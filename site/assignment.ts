// What the site's build tells its menu's commands.

/** In the folder gradbook/: the notebooks and modules as they were handed out. */
export const HANDOUT = "handout.json";

/** The assignment, as the site's build has written it down. */
export interface Assignment {
  name: string;
  /** The questions' names, by notebook. */
  questions: Record<string, string[]>;
}
