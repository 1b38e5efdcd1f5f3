// What submissions are graded with on one machine.

import { Artist } from "../answers/draw";
import type { Cage } from "../sandbox/cage";
import type { Reference } from "./reference";
import { openWorkshop, type Workshop } from "./workshop";

export interface Grader extends Workshop {
  reference: Reference;
  artist: Artist;
  /** Ends what runs for it. */
  close(): Promise<void>;
}

/** @param work a folder for what is needed while grading */
export function openGrader(reference: Reference, cage: Cage, work: string): Grader {
  const workshop = openWorkshop(cage, work, reference.known);
  const artist = new Artist((onLine) => workshop.programs.artist(workshop.base, onLine));
  return { ...workshop, reference, artist, close: () => artist.close() };
}
