// A real browser, for what only one can tell.

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { type Browser, chromium, firefox } from "playwright-core";

/** The path of a Chromium or Chrome; undefined where there is none. */
export function findBrowser(): string | undefined {
  return find("chromium", "chromium-browser", "google-chrome");
}

function find(...names: string[]): string | undefined {
  for (const name of names) {
    try {
      return execFileSync("which", [name], { encoding: "utf8", stdio: "pipe" }).trim();
    } catch {}
  }
  return undefined;
}

/** For node:test: on a developer's machine a browser may be missing; in CI that is a failure. */
export const skipWithoutBrowser =
  findBrowser() || process.env.CI ? false : "no Chromium or Chrome was found";

/** The same for Firefox, as Debian has it. */
export const skipWithoutFirefox =
  find("firefox-esr") || process.env.CI ? false : "no firefox-esr was found";

/** Opens it by WebDriver BiDi: Playwright's own protocol is for a Firefox of its own. */
export function openFirefox(): Promise<Browser> {
  const executablePath = join(__dirname, "firefox-by-bidi.js");
  return firefox.launch({ channel: "moz-firefox", executablePath });
}

/** @throws Error when there is no browser */
export function openBrowser(executablePath = findBrowser()): Promise<Browser> {
  if (!executablePath) throw new Error("no Chromium or Chrome was found");
  const args = ["--disable-background-networking", "--disable-component-update", "--disable-sync"];
  return chromium.launch({ executablePath, args: ["--no-sandbox", ...args] });
}
