// Does `npm start` open JupyterLab with what a reader needs, and nothing that asks?

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { root } from "../../scripts/paths";
import { withLab } from "./lab";

/** What JupyterLab's page is told. */
function pageConfig(...args: string[]) {
  const read = async (get: (path: string) => Promise<Response>) => {
    const page = await (await get("/lab")).text();
    const [, text = "null"] = /id="jupyter-config-data"[^>]*>([\s\S]*?)<\/script>/.exec(page) ?? [];
    return JSON.parse(text);
  };
  return withLab(root, read, { args });
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
