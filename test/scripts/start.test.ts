// Does `npm start` open JupyterLab with what a reader needs, and nothing that asks?

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, test } from "node:test";
import { root } from "../../scripts/paths";

/** What JupyterLab's page is told. */
async function pageConfig(...args: string[]) {
  const quiet = ["--no-browser", "--ServerApp.port=0", "--IdentityProvider.token=secret"];
  const lab = spawn(process.execPath, ["scripts/start.js", ...quiet, ...args], { cwd: root });
  try {
    let said = "";
    const url = await new Promise<string>((resolve, reject) => {
      lab.stderr.setEncoding("utf8").on("data", (text) => {
        said += text;
        const found = /http:\/\/(?:127\.0\.0\.1|localhost):\d+/.exec(said);
        if (found) resolve(found[0]);
      });
      lab.on("exit", () => reject(new Error(said)));
    });
    const page = await (await reach(`${url}/lab?token=secret`)).text();
    const [, text = "null"] = /id="jupyter-config-data"[^>]*>([\s\S]*?)<\/script>/.exec(page) ?? [];
    return JSON.parse(text);
  } finally {
    lab.kill();
    if (lab.exitCode === null) await once(lab, "exit");
  }
}

/** The server names its address before it answers there. */
async function reach(url: string): Promise<Response> {
  for (let tries = 0; ; tries++) {
    try {
      return await fetch(url);
    } catch (error) {
      if (tries === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

describe("is nobody asked about news, and are nbgrader's panels there", () => {
  test("for no reader?", async () => {
    const { news, disabledExtensions } = await pageConfig();
    assert.equal(news.disabled, true);
    assert.ok(JSON.stringify(disabledExtensions).includes("@jupyter/nbgrader"));
  });

  test("but for the instructor?", async () => {
    const { news, disabledExtensions } = await pageConfig("--instructor");
    assert.equal(news.disabled, true);
    assert.ok(!JSON.stringify(disabledExtensions ?? []).includes("@jupyter/nbgrader"));
  });
});
