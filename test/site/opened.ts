// A site that is built and served for tests, and a page of it in a browser.

import { mkdtempSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { jupyterEnv } from "../../scripts/set-up";
import { buildSite } from "../../site/build";
import { serve } from "../../site/serve";
import { openBrowser } from "../browser/browser";
import { python } from "../python";
import { SitePage } from "./page";

/** A site in a folder of its own, which goes with close(). */
export class BuiltSite {
  /** For whatever a test writes. */
  readonly folder = mkdtempSync(join(tmpdir(), "gradbook-site-"));
  /** The site's. */
  readonly site = join(this.folder, "site");
  private readonly servers: Server[] = [];

  static async build(solved: boolean): Promise<BuiltSite> {
    const built = new BuiltSite();
    await buildSite({ python, env: jupyterEnv(python) }, built.site, solved);
    return built;
  }

  /** Serves it. @param headers beside the usual ones @returns its address, with the slash */
  async serve(headers?: Record<string, string>): Promise<string> {
    const server = await serve(this.site, 0, headers);
    this.servers.push(server);
    return `http://localhost:${(server.address() as AddressInfo).port}/`;
  }

  close(): void {
    for (const server of this.servers) server.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A page as a student has it. */
export interface Opened {
  browser: Browser;
  context: BrowserContext;
  page: Page;
  student: SitePage;
}

/** Opens an empty page for a site at an address. */
export async function openPage(address: string, open = openBrowser): Promise<Opened> {
  const browser = await open();
  const context = await browser.newContext({ viewport: { width: 1400, height: 1000 } });
  const page = await context.newPage();
  return { browser, context, page, student: new SitePage(page, address) };
}
