// npm run test:site-speed: the site in Chromium beside JupyterLab on Node, in turn on this
// machine: a training, and notebook 2 from opening its page to its end. Fails where the
// training takes more than 1.3 times Node's on one thread.

import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { ratio } from "../../bench/statistics";
import { root } from "../../scripts/paths";
import { openBrowser } from "../browser/browser";
import { JupyterLab } from "../browser/jupyterlab";
import { Client, result } from "../kernel/client";
import { PageKernel } from "./kernel";
import { BuiltSite } from "./opened";
import { NOTEBOOKS, SitePage } from "./page";

const PAIRS = 3;
const MOST = 1.3;

const LOAD = `import { useThreads } from "./lib/matrix";
import { TwoLayerMLP } from "./lib/mlp";
import { loadMnist } from "./lib/mnist";
const data = loadMnist({ dir: "" });`;
/** Three epochs of notebook 2's training: seconds, and those of a processor where Node says it. */
const train = (threads: number) => `await useThreads(${threads});
const net = new TwoLayerMLP(784, 64, 10, { std: 0.1, activation: "relu" });
const [start, used] = [performance.now(), process.cpuUsage?.()];
await net.train(data.XTrain, data.yTrain, data.XVal, data.yVal, {
  learningRate: 0.001, learningRateDecay: 0.95, reg: 0.5, numEpochs: 3, batchSize: 16,
});
const { user, system } = process.cpuUsage?.(used) ?? { user: 0, system: 0 };
[performance.now() - start, (user + system) / 1000].map((ms) => ms / 1000).join()`;

export async function main(): Promise<void> {
  const built = await BuiltSite.build(true);
  const address = await built.serve();
  const browser = await openBrowser();
  try {
    const share = await trainings(browser, address);
    await notebooks(browser, address);
    if (share > MOST) throw new Error(`the training takes ${share.toFixed(2)} times Node's`);
  } finally {
    await browser.close();
    built.close();
  }
}

/** @returns what the browser computes for Node's second, on one thread: others' work does not count */
async function trainings(browser: Browser, address: string): Promise<number> {
  const page = await browser.newPage();
  await page.goto(address);
  const inBrowser = await PageKernel.start(page);
  const onNode = await new Client().start();
  const session = await browser.newBrowserCDPSession();
  /** Seconds that the pages' processes have computed. */
  const computed = async () => {
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    const pages = processInfo.filter(({ type }) => type === "renderer");
    return pages.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  };
  const timesIn = (text: string | null) => (text ?? "").replaceAll("'", "").split(",").map(Number);
  /** Runs code; gives its seconds, and those of a processor. */
  const run = {
    browser: async (code: string) => {
      const before = await computed();
      const [wall] = timesIn((await inBrowser.run(code)).result);
      return [wall, (await computed()) - before];
    },
    node: async (code: string) => timesIn(result(await onNode.execute(code, {}, 300))),
  };
  for (const host of ["browser", "node"] as const) {
    await run[host](LOAD);
    await run[host](train(1)); // compiled by then
  }
  let onOne = Number.NaN;
  for (const threads of [1, 2]) {
    const times = { browser: [] as number[][], node: [] as number[][] };
    for (let pair = 0; pair < PAIRS; pair++) {
      for (const host of ["browser", "node"] as const) {
        times[host].push(await run[host](train(threads)));
      }
    }
    for (const [i, what] of ["seconds", "of a processor"].entries()) {
      const [chromium, node] = [times.browser, times.node].map((runs) => runs.map((one) => one[i]));
      const share = ratio(chromium, node);
      if (threads === 1 && i === 1) onOne = share;
      const shown = (values: number[]) => values.map((value) => value.toFixed(2)).join(", ");
      console.log(
        `training, ${threads} thread(s), ${what}: Chromium ${shown(chromium)}, Node ${shown(node)}, ratio ${share.toFixed(2)}`,
      );
    }
  }
  await onNode.close();
  await page.close();
  return onOne;
}

async function notebooks(browser: Browser, address: string): Promise<void> {
  const [, name] = NOTEBOOKS;
  const copies = join(root, "dist", "speed");
  mkdirSync(copies, { recursive: true });
  copyFileSync(join(root, "notebooks", name), join(copies, name));
  const lab = await JupyterLab.start();
  try {
    await time(browser, "Chromium alone", `${address}lab/index.html?path=${name}`);
    await time(browser, "JupyterLab on Node", lab.url(`dist/speed/${name}`));
  } finally {
    await lab.stop();
    rmSync(copies, { recursive: true, force: true });
  }
}

async function time(browser: Browser, where: string, url: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
  page.setDefaultTimeout(120_000);
  const tab = new SitePage(page, url);
  const start = performance.now();
  const seconds = () => ((performance.now() - start) / 1000).toFixed(1);
  await tab.openAt(url, NOTEBOOKS[1]);
  const opened = seconds();
  await tab.clear();
  const first = tab.firstOutput().then(seconds);
  await tab.run();
  console.log(
    `notebook 2, ${where}: open after ${opened} s, first output after ${await first} s, end after ${seconds()} s`,
  );
  await page.close();
}
