// VS Code with one extension: code-server on a free port, in a headless Chromium.
import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const SETTINGS = {
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.colorTheme": "Default Dark Modern",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "telemetry.telemetryLevel": "off",
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "git.enabled": false,
  "files.autoSave": "off",
  "chat.commandCenter.enabled": false,
  "chat.disableAIFeatures": true,
};

const TRUST = {
  true: { "security.workspace.trust.enabled": false },
  false: { "security.workspace.trust.startupPrompt": "never", "security.workspace.trust.banner": "never" },
};

const BROWSER_ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export class CodeServer {
  #program;
  #arguments;
  #env;
  #scratch;
  #process;
  #browser;

  #trusting;

  // Everything that it writes lies in the directory `scratch`. Without `trusting` the user is yet to say
  // that the workspace can be trusted.
  constructor(program, scratch, { trusting = true, directories = [] } = {}) {
    const at = (...parts) => path.join(scratch, ...parts);
    this.#program = program;
    this.#scratch = scratch;
    this.#trusting = trusting;
    this.#env = {
      ...process.env,
      PATH: [...directories, process.env.PATH].join(path.delimiter),
      // As if started in a terminal: else the PATH of a login shell would count.
      VSCODE_CLI: "1",
      XDG_CONFIG_HOME: at("config"),
      XDG_CACHE_HOME: at("cache"),
      XDG_DATA_HOME: at("share"),
    };
    this.#arguments = [
      "--config", at("config.yaml"),
      "--user-data-dir", at("data"),
      "--extensions-dir", at("extensions"),
    ];
    fs.mkdirSync(at("data", "User"), { recursive: true });
    fs.writeFileSync(at("data", "User", "settings.json"), JSON.stringify({ ...SETTINGS, ...TRUST[trusting] }));
    fs.writeFileSync(at("config.yaml"), "");
  }

  version() {
    return this.#run("--version").split("\n").at(-1);
  }

  install(vsix) {
    this.#run("--install-extension", vsix);
  }

  // The directory of an installed extension.
  extension(name) {
    const directory = path.join(this.#scratch, "extensions");
    const found = fs.readdirSync(directory).find((entry) => entry.startsWith(`${name}-`));
    return path.join(directory, found);
  }

  // What the extension wrote to the log of that name.
  log(name) {
    const logs = path.join(this.#scratch, "data", "logs");
    const files = fs.readdirSync(logs, { recursive: true }).filter((file) => path.basename(file) === name);
    return files.map((file) => fs.readFileSync(path.join(logs, file), "utf8")).join("");
  }

  // A browser page on the folder.
  async open(folder, timeout) {
    const url = await this.#start(timeout);
    const require = createRequire(path.join(process.env.EDITORS_HOME, "tools", "package.json"));
    this.#browser = await require("playwright-core").chromium.launchPersistentContext(
      path.join(this.#scratch, "browser"),
      {
        executablePath: process.env.CHROMIUM,
        headless: true,
        viewport: { width: 1120, height: 640 },
        env: this.#env,
        args: BROWSER_ARGUMENTS,
      },
    );
    const page = this.#browser.pages()[0] ?? (await this.#browser.newPage());
    page.setDefaultTimeout(timeout);
    await page.goto(`${url}/?folder=${encodeURIComponent(folder)}`);
    return page;
  }

  // Ends the browser and the server, with its extension host and what that
  // started: they are one process group.
  async close() {
    await this.#browser?.close().catch(() => {});
    const server = this.#process;
    if (server === undefined || server.exitCode !== null) return;
    const gone = new Promise((resolve) => {
      server.once("exit", resolve);
      setTimeout(resolve, 5000);
    });
    process.kill(-server.pid, "SIGTERM");
    await gone;
  }

  #run(...args) {
    const done = spawnSync(this.#program, [...this.#arguments, ...args], {
      encoding: "utf8",
      env: this.#env,
      timeout: 60_000,
    });
    if (done.status !== 0) throw new Error(`${args}: ${done.error ?? ""}${done.stdout}${done.stderr}`);
    return done.stdout.trim();
  }

  #start(timeout) {
    this.#process = spawn(
      this.#program,
      [
        ...this.#arguments,
        "--auth", "none",
        "--bind-addr", "127.0.0.1:0",
        "--disable-telemetry",
        "--disable-update-check",
        ...(this.#trusting ? ["--disable-workspace-trust"] : []),
        "--disable-getting-started-override",
      ],
      { detached: true, stdio: ["ignore", "pipe", "pipe"], env: this.#env },
    );
    return new Promise((resolve, reject) => {
      let log = "";
      const timer = setTimeout(() => reject(new Error(`code-server did not start: ${log}`)), timeout);
      const read = (chunk) => {
        log += chunk;
        const url = /listening on (http:\/\/[\d.:]+)/.exec(log)?.[1];
        if (url === undefined) return;
        clearTimeout(timer);
        resolve(url);
      };
      this.#process.stdout.on("data", read);
      this.#process.stderr.on("data", read);
      this.#process.on("exit", (code) => reject(new Error(`code-server ended with ${code}: ${log}`)));
    });
  }
}
