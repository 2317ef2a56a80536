// Walks through what the extension does in VS Code: which program it runs, in a workspace that is not
// trusted and then is; which interpreter it tells the server; its status, its commands, its pictures.
//
//   node vscode-extension.mjs                (settings: environment, see README.md)
//
// Prints one JSON object; exits 0 when everything was seen, 1 otherwise.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { CodeServer } from "./code-server.mjs";
import { command, openFile, problems, setting } from "./workbench.mjs";

const timeout = Number(process.env.CHECK_TIMEOUT ?? 60) * 1000;
const program = setting("PROGRAM");
const result = { editor: "vscode", ok: false, steps: [] };
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "spawnsafe-vscode-"));
const workspace = path.join(scratch, "workspace");
const onPath = path.join(scratch, "bin");

function write(name, text) {
  const file = path.join(workspace, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

function link(directory) {
  fs.mkdirSync(directory, { recursive: true });
  fs.symlinkSync(program, path.join(directory, path.basename(program)));
}

const configure = (settings) => write(".vscode/settings.json", JSON.stringify(settings));

async function until(what, condition) {
  for (const end = Date.now() + timeout; Date.now() < end; ) {
    if (await condition()) return result.steps.push(what);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`timed out waiting for: ${what}`);
}

// The program that was started last, by where it was found.
const used = () => [...code.log("spawnsafe.log").matchAll(/Using spawnsafe \S+ from (.*?): /g)].at(-1)?.[1];
const uses = (from) => until(`the program from ${from}`, () => used() === from);

async function findPrograms(page) {
  await uses("this extension");
  // Only now does the setting of the workspace count.
  await command(page, "Workspaces: Manage Workspace Trust");
  await page.locator(".workspace-trust-editor").getByRole("button", { name: "Trust", exact: true }).first().click();
  await uses("the setting spawnsafe.path");
  // It lies over the other editors, and takes keys that are not for it.
  await page.locator(".modal-editor-part").getByRole("button", { name: /Close Modal Editor/ }).click();
  await page.locator(".workspace-trust-editor").waitFor({ state: "hidden" });
  configure({});
  await uses("the Python environment");
  configure({ "spawnsafe.importStrategy": "useBundled" });
  await uses("this extension");
  fs.rmSync(path.join(workspace, "env", "bin", path.basename(program)));
  link(onPath);
  configure({});
  await uses("PATH");
}

async function statusItem(page) {
  const status = page.locator("[id='status.languageStatus']");
  const text = page.locator(".hover-language-status").filter({ hasText: /spawnsafe \d+\.\d+\.\d+/ });
  await until("the status", async () => {
    await status.hover();
    await text.first().waitFor({ timeout: 2000 }).catch(() => {});
    return text.first().isVisible();
  });
  result.status = await text.first().innerText();
  await page.keyboard.press("Escape");
}

async function interpreter(page) {
  const finding = await problems(page, "failing-import", "`import spaces` fails");
  await until("what the chosen interpreter has installed", () => finding.first().isVisible());
  await command(page, "Python: Choose The Other Interpreter");
  await finding.first().waitFor({ state: "detached" });
  result.steps.push("another interpreter");
}

async function requirements(page) {
  configure({ "spawnsafe.interpreter": ["${workspaceFolder}/env/bin/python"] });
  await openFile(page, "requirements.txt");
  const finding = await problems(page, "failing-import", "is installed, and");
  await until("the requirement", () => finding.first().isVisible());
  configure({ "spawnsafe.enable": false });
  await finding.first().waitFor({ state: "detached" });
  result.steps.push("turned off");
  configure({});
}

async function logs(page) {
  const output = page.locator(".output-view-container .view-lines, .output-view .view-lines").first();
  for (const [title, text] of [
    ["spawnsafe: Show Logs", "Using spawnsafe"],
    ["spawnsafe: Show Server Logs", "serves"],
  ]) {
    await command(page, title);
    // Blanks are non-breaking on the screen.
    await until(title, async () => (await output.innerText()).replaceAll("\u00a0", " ").includes(text));
  }
}

function pictures() {
  const directory = code.extension("spawnsafe.spawnsafe");
  const manifest = JSON.parse(fs.readFileSync(path.join(directory, "package.json"), "utf8"));
  const media = manifest.contributes.walkthroughs[0].steps.map((step) => step.media.image ?? step.media.markdown);
  const sizes = media.map((file) => fs.statSync(path.join(directory, file)).size);
  if (sizes.length < 3 || Math.min(...sizes) === 0) throw new Error(`pictures are missing: ${media}`);
  result.steps.push("the walkthrough is packaged");
}

const code = new CodeServer(setting("CODE_SERVER"), scratch, { trusting: false, directories: [onPath] });
let page;
try {
  const site = "env/lib/python3.12/site-packages";
  write(`${site}/spaces/__init__.py`, "import fcntl\n");
  write(`${site}/spaces-0.28.3.dist-info/RECORD`, "spaces/__init__.py,,\n");
  write("env/bin/python", "");
  write("other/pyvenv.cfg", "");
  write("other/bin/python", "");
  write("app.py", "import spaces\n");
  write("requirements.txt", "spaces==0.28.3\n");
  link(path.join(workspace, "tools"));
  link(path.join(workspace, "env", "bin"));
  configure({ "spawnsafe.path": [`\${workspaceFolder}/tools/${path.basename(program)}`] });

  result.version = code.version();
  code.install(setting("VSIX"));
  code.install(setting("PYTHON_VSIX"));
  pictures();
  page = await code.open(workspace, timeout);
  await openFile(page, "app.py");
  await findPrograms(page);
  await openFile(page, "app.py");
  await statusItem(page);
  await interpreter(page);
  await requirements(page);
  await logs(page);
  result.ok = true;
} catch (error) {
  // Playwright colours its messages.
  result.error = String(error.message ?? error).replaceAll(/\u001b\[\d+m/g, "");
  result.log = code.log("spawnsafe.log");
  const failed = path.join(process.env.EDITORS_HOME, "vscode-failed.png");
  await page?.screenshot({ path: failed }).then(() => (result.picture = failed), () => {});
} finally {
  await code.close();
  fs.rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
}
console.log(JSON.stringify(result, null, 2));
process.exit(result.ok ? 0 : 1);
