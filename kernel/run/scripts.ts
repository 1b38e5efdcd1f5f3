// The code that runs, and where in which source each place of it was written.
import { decodeMappings, type Line, lookUp } from "./source-map";

/** A place in a source, one-based. */
export interface Place {
  script: Script;
  line: number;
  column: number;
}

/** What a script was made of. */
export interface Origin {
  /** The source map, as JSON; null if the code is the source. */
  map: string | null;
  source: string;
  /** How many characters the compiler's first line has before the source's own. */
  shift?: number;
}

/** The line that the kernel puts before compiled code. */
const PREFIX_LINES = 1;

/** A piece of compiled code. */
export class Script {
  private decoded: Line[] | null = null;

  constructor(
    /** How its frames are named: "Cell [3]", "lib/mlp.ts". */
    readonly label: string,
    /** A cell, as opposed to a file of the project. */
    readonly isCell: boolean,
    private readonly origin: Origin,
  ) {}

  /** The lines as they were written. */
  get lines(): string[] {
    return this.origin.source.split("\n");
  }

  /** Where the code at a one-based place of the compiled script was written. */
  place(line: number, column: number): Place | null {
    const written = this.find(line - 1 - PREFIX_LINES, column - 1);
    if (!written) return null;
    const [sourceLine, sourceColumn] = written;
    const shift = sourceLine === 0 ? (this.origin.shift ?? 0) : 0;
    return {
      script: this,
      line: sourceLine + 1,
      column: Math.max(1, sourceColumn - shift + 1),
    };
  }

  private find(line: number, column: number): [number, number] | null {
    const { map } = this.origin;
    if (line < 0) return null;
    if (map === null) return [line, column];
    this.decoded ??= decodeMappings((JSON.parse(map) as { mappings: string }).mappings);
    return lookUp(this.decoded, line, column);
  }
}

const scripts = new Map<string, Script>();

/** Makes a script known under the file name that V8 will report for it. */
export function registerScript(file: string, script: Script): void {
  scripts.set(file, script);
}

/** The script known under a file name. */
export function findScript(file: string): Script | undefined {
  return scripts.get(file);
}
