// Which schedulers may be used: whoever reaches one runs code on its workers, and reads
// the submissions and the solution's values.

import { existsSync } from "node:fs";
import { UserError } from "../../cli/user-error";

export const WARNING =
  "WARNING: the scheduler is not encrypted: whoever reaches its port, or a worker's, runs code there.";

const LOOPBACK = /^(127(\.\d{1,3}){3}|localhost|\[::1\])$/;

/**
 * @param address tls://HOST:8786, tcp://HOST:8786, or a Python file that makes a cluster
 * @param unencrypted whether other machines may be reached without TLS
 * @returns a warning, or an empty text
 * @throws UserError when it is no address, or may not be used
 */
export function checkAddress(address: string, unencrypted: boolean): string {
  if (address.endsWith(".py")) {
    if (existsSync(address)) return "";
    throw new UserError(`--scheduler is ${address}, but there is no such file.`);
  }
  const [, scheme, host] = /^(tls|tcp):\/\/(\[[\da-f:]+\]|[\w.-]+):\d{1,5}$/i.exec(address) ?? [];
  if (!host) {
    throw new UserError(
      `--scheduler is ${address}, but must be an address such as tls://HOST:8786, or a Python file that makes a cluster.`,
    );
  }
  if (scheme === "tls") return "";
  if (LOOPBACK.test(host) || unencrypted) return WARNING;
  throw new UserError(
    `--scheduler is ${address}: without TLS whoever reaches the port runs code there, so only this machine may be reached.\nStart the scheduler and the workers with TLS (see grading/README.md), or ask for it with --unencrypted.`,
  );
}
