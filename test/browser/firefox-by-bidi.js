#!/usr/bin/env node
// Starts Firefox for Playwright, which asks by WebDriver BiDi for a command that Firefox
// does not have yet, and cannot do without it: what passes between the two is passed on,
// and that command answered here. Its arguments are Firefox's.

const { spawn } = require("node:child_process");
const { createInterface } = require("node:readline");
const { WebSocket, WebSocketServer } = require("ws");

/** What it would override, the tests leave as it is. */
const UNKNOWN = "emulation.setMediaFeaturesOverride";
const LISTENING = "WebDriver BiDi listening on ";

const firefox = spawn("firefox-esr", process.argv.slice(2), {
  stdio: ["inherit", "inherit", "pipe"],
});
firefox.on("exit", (code) => process.exit(code ?? 1));
createInterface({ input: firefox.stderr }).on("line", (line) => {
  if (line.startsWith(LISTENING)) passOn(line.slice(LISTENING.length));
  else console.error(line);
});

/** @param {string} address Firefox's */
function passOn(address) {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  server.on("listening", () => {
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    console.error(`${LISTENING}ws://127.0.0.1:${port}`);
  });
  server.on("connection", (playwright) => {
    const browser = new WebSocket(`${address}/session`);
    const opened = new Promise((resolve) => browser.on("open", resolve));
    playwright.on("message", async (message) => {
      const { id, method } = JSON.parse(`${message}`);
      await opened;
      if (method !== UNKNOWN) browser.send(`${message}`);
      else playwright.send(JSON.stringify({ type: "success", id, result: {} }));
    });
    browser.on("message", (message) => playwright.send(`${message}`));
    playwright.on("close", () => browser.close());
    browser.on("close", () => playwright.close());
  });
}
