// A user's JupyterLab on the hub, in a browser of its own.

import type { Browser, Page } from "playwright-core";
import type { JupyterHub } from "./jupyterhub";

/** Of one notebook from its first cell to its last, in milliseconds. */
const LONGEST = 300_000;

export class Lab {
  private constructor(
    private readonly hub: JupyterHub,
    private readonly user: string,
    readonly page: Page,
  ) {}

  /** Logs in on the hub's page; resolves when the user's server has started. */
  static async open(browser: Browser, hub: JupyterHub, name: string): Promise<Lab> {
    const context = await browser.newContext({ viewport: { width: 1400, height: 1000 } });
    const page = await context.newPage();
    const { user, password } = hub.credentials(name);
    await page.goto(`${hub.url}/hub/login`);
    await page.locator("input[name=username]").fill(user);
    await page.locator("input[name=password]").fill(password);
    await page.locator("input[type=submit]").click();
    await page.waitForURL(`${hub.url}/user/${name}/lab**`, { timeout: 120_000 });
    await page.locator("#jp-main-dock-panel").waitFor({ timeout: 60_000 });
    return new Lab(hub, name, page);
  }

  /** The address of something on the user's server. */
  url(path: string, user = this.user): string {
    return `${this.hub.url}/user/${user}/${path}`;
  }

  /** Opens a notebook; resolves when its kernel is ready. */
  async notebook(path: string): Promise<void> {
    await this.page.goto(this.url(`lab/tree/${path}?reset`));
    await this.page.locator(".jp-Notebook .jp-CodeCell").first().waitFor();
    await this.page.getByText("TypeScript | Idle").waitFor({ timeout: LONGEST });
  }

  /**
   * Runs all cells and saves.
   *
   * @returns the errors that the cells show
   */
  async runAll(): Promise<string[]> {
    const { page } = this;
    await this.choose("Edit", "Clear Outputs of All Cells");
    await page.waitForFunction("!document.querySelector('.jp-OutputArea-output')");
    await this.choose("Run", "Run All Cells");
    const failed = page.locator('[data-mime-type="application/vnd.jupyter.error"]');
    // Of the cells, each has a number when it has run; [*] is one that waits.
    const finished = `![...document.querySelectorAll(".jp-CodeCell")].some((cell) =>
      cell.querySelector(".cm-content").textContent.trim() !== "" &&
      !/\\[\\d+\\]/.test(cell.querySelector(".jp-InputPrompt").textContent))`;
    const ends = page.waitForFunction(finished, undefined, { timeout: LONGEST });
    ends.catch(() => {}); // when a cell has failed
    await Promise.race([ends, failed.first().waitFor({ timeout: LONGEST })]);
    await this.choose("File", "Save Notebook");
    const unsaved = page.locator("#jp-main-dock-panel .lm-TabBar-tab.jp-mod-dirty");
    await unsaved.waitFor({ state: "detached" });
    return failed.allTextContents();
  }

  /** Opens nbgrader's list of assignments. */
  async assignments(): Promise<void> {
    await this.page.goto(this.url("lab?reset"));
    await this.choose("Nbgrader", "Assignment List");
    await this.page.locator("#released_assignments_list_loading").waitFor({ state: "hidden" });
  }

  /** Presses a button in one of its lists; resolves when there is a row in another. */
  async press(list: string, button: string, then: string): Promise<void> {
    await this.page.locator(`#${list}_assignments_list button`, { hasText: button }).click();
    await this.page.locator(`#${then}_assignments_list > .list_item`).first().waitFor();
  }

  private async choose(menu: string, item: string): Promise<void> {
    await this.page.getByRole("menuitem", { name: menu, exact: true }).first().click();
    await this.page.getByRole("menuitem", { name: item }).first().click();
  }
}
