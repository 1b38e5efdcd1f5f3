// A real browser, for what only one can tell.

import { execFileSync } from "node:child_process";
import { type Browser, chromium } from "playwright-core";

/** The path of a Chromium or Chrome; undefined where there is none. */
export function findBrowser(): string | undefined {
  for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
    try {
      return execFileSync("which", [name], { encoding: "utf8", stdio: "pipe" }).trim();
    } catch {}
  }
  return undefined;
}

/** For node:test: on a developer's machine a browser may be missing; in CI that is a failure. */
export const skipWithoutBrowser =
  findBrowser() || process.env.CI ? false : "no Chromium or Chrome was found";

/** @throws Error when there is no browser */
export function openBrowser(executablePath = findBrowser()): Promise<Browser> {
  if (!executablePath) throw new Error("no Chromium or Chrome was found");
  const args = ["--disable-background-networking", "--disable-component-update", "--disable-sync"];
  return chromium.launch({ executablePath, args: ["--no-sandbox", ...args] });
}
