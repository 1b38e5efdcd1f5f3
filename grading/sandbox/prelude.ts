// What a shell does in the cage before the program takes its place: it sets the limits
// that the system enforces for each process, and copies the files in.
import os from "node:os";
import { type Limits, threadsOf } from "./limits";
import { WORK } from "./program";

/** Where the cage shows the files to be copied. */
export const FILES = "/files";

/** The file that is /dev/null in a cage without devices. */
export const NULL = "/tmp/null";

/** The exit status when they could not be. */
export const NOT_COPIED = 74;

// Node sees to the low ones. A shell other than bash knows only those of one digit.
const CLOSE = `for fd in /proc/self/fd/*; do
  fd=\${fd##*/}
  case $fd in
    [0-3]) ;;
    ?) eval "exec $fd>&-" ;;
    *) if [ -n "$BASH_VERSION" ]; then eval "exec $fd>&-"; fi ;;
  esac
done`;

interface Options {
  /** Copies FILES to WORK. */
  copy: boolean;
  /** Processes of other programs do not count for this one's limit. */
  ownProcesses: boolean;
  /** Makes NULL, and closes what the program would inherit beside file descriptors 0 to 3. */
  cage?: boolean;
  /** stdout is to be file descriptor 3, and stderr stdout as well. */
  answersOnStdout?: boolean;
}

/** A script for `sh -c SCRIPT sh COMMAND…`. */
export function prelude(limits: Limits, options: Options): string {
  const { copy, ownProcesses, cage, answersOnStdout } = options;
  const kilobytes = (bytes: number) => Math.ceil(bytes / 1024);
  const lines = [
    "ulimit -c 0",
    `ulimit -n ${limits.openFiles}`,
    // The watchdog looks at all processes; this holds should it be late.
    `ulimit -t ${Math.ceil(limits.cpuSeconds) + 2}`,
    `ulimit -d ${kilobytes(1.5 * limits.memory)}`,
    `ulimit -f ${2 * kilobytes(limits.disk)}`,
  ];
  // bash knows the one, dash the other.
  const threads = threadsOf(limits);
  if (ownProcesses) lines.push(`ulimit -u ${threads} || ulimit -p ${threads} || :`);
  const script = cage ? [`: > ${NULL}`, CLOSE] : [];
  script.push(...lines.map((line) => `{ ${line}; } 2>/dev/null`));
  if (answersOnStdout) script.push("exec 3>&1 1>&2");
  if (copy) script.push(`cp -RP ${FILES}/. ${WORK}/ || exit ${NOT_COPIED}`);
  // The first of the answers, an empty line, says that the program starts.
  script.push("echo >&3", 'exec "$@"');
  return script.join("\n");
}

/** Since Linux 5.14 a user's processes are counted for each user namespace on its own. */
export function countsProcessesByNamespace(release = os.release()): boolean {
  const [major, minor] = release.split(".").map(Number);
  return major > 5 || (major === 5 && minor >= 14);
}
