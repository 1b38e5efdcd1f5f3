// What submissions are graded with on one machine.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/paths";
import { Artist } from "../answers/draw";
import { snapshotFirstCells } from "../answers/first-cells";
import type { Cage } from "../sandbox/cage";
import { makeStudio } from "../submission/workspace";
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
  const snapshot = join(work, "class.blob");
  const workshop = openWorkshop(cage, work, reference.known, snapshot);
  // Only where each program sees the same paths is it of use.
  if (cage.ownPaths && !existsSync(snapshot)) {
    snapshotFirstCells(snapshot, workshop.base, reference.handout.values());
  }
  const studio = join(work, "studio");
  if (!existsSync(studio)) makeStudio(studio, workshop.base, root);
  const artist = new Artist((onLine) => workshop.programs.artist(studio, onLine));
  return { ...workshop, reference, artist, close: () => artist.close() };
}
