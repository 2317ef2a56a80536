// Opens a file in VS Code with the packaged extension, waits for the finding in
// the Problems panel and as a squiggle, picks the fix from the Ctrl+. menu,
// saves, compares the file, and tries the extension's commands.
//
//   node vscode.mjs                (settings: environment, see README.md)
//
// Prints one JSON object; exits 0 when everything was seen, 1 otherwise.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { CodeServer } from "./code-server.mjs";
import { command, openFile, picture, problems, setting } from "./workbench.mjs";

const timeout = Number(process.env.CHECK_TIMEOUT ?? 60) * 1000;
const result = { editor: "vscode", ok: false, steps: [] };
const step = (name) => result.steps.push(name);

// The rows of the Problems panel that are the expected finding.
async function expected(page) {
  const matching = await problems(page, setting("EXPECT_MESSAGE"), setting("EXPECT_CODE"));
  await matching.first().waitFor();
  const rows = page.locator(".markers-panel .monaco-list-row");
  result.problems = await rows.evaluateAll((all) => all.map((row) => row.getAttribute("aria-label")));
  step("problem");
  return matching;
}

async function squiggle(page, problem) {
  // A double click on the problem puts the cursor on it in the editor.
  await problem.dblclick();
  await page.waitForFunction(() => document.activeElement?.closest(".monaco-editor"));
  const squiggles = page.locator(".monaco-editor [class*=squiggly-]");
  await squiggles.first().waitFor({ state: "attached" });
  result.squiggles = await squiggles.evaluateAll((marks) =>
    marks.map((mark) => /squiggly-[\w-]+/.exec(mark.className)[0]),
  );
  step("squiggle");
}

async function hover(page) {
  const popup = page.locator(".monaco-hover:not(.hidden) .hover-contents").filter({ hasText: setting("EXPECT_MESSAGE") });
  await page.keyboard.press("Control+K");
  await page.keyboard.press("Control+I");
  await popup.first().waitFor();
  result.hover = await popup.allInnerTexts();
  // Until it knows of a fix it says that it is looking for one.
  await page.locator(".monaco-hover:not(.hidden) .hover-row.status-bar").filter({ hasText: "Quick Fix" }).waitFor();
  await picture(page, "finding");
  await page.keyboard.press("Escape");
  await popup.first().waitFor({ state: "hidden" });
  step("hover");
}

async function fix(page) {
  const title = setting("ACTION_TITLE");
  const actions = page.locator(".action-widget .monaco-list-row");
  const wanted = actions.filter({ hasText: title }).first();
  // VS Code closes the menu again when something else happens just then.
  for (let left = 5; left > 0 && !(await wanted.isVisible()); left--) {
    await page.keyboard.press("Control+.");
    await wanted.waitFor({ timeout: 4000 }).catch(() => {});
  }
  await wanted.waitFor();
  result.actions = (await actions.allInnerTexts()).map((text) => text.trim()).filter(Boolean);
  // By keyboard: the menu ignores the mouse until it has moved.
  const focused = page.locator(".action-widget .monaco-list-row.focused");
  for (let left = await actions.count(); left > 0; left--) {
    if ((await focused.innerText()).includes(title)) break;
    await page.keyboard.press("ArrowDown");
  }
  await picture(page, "fix");
  await page.keyboard.press("Enter");
  await page.locator(".tab.active.dirty").waitFor();
  step("fixed");
}

async function saved(page, file) {
  await page.keyboard.press("Control+S");
  await page.locator(".tab.active:not(.dirty)").waitFor();
  result.text = fs.readFileSync(file, "utf8");
  if (result.text !== fs.readFileSync(setting("EXPECT_FILE"), "utf8"))
    throw new Error("the text after the fix is not the expected one");
  step("saved");
}

// The program comes with the extension; its log says so.
function bundledProgram() {
  const log = code.log("spawnsafe.log");
  result.program = /Using spawnsafe .*/.exec(log)?.[0];
  if (!result.program?.includes("from this extension")) throw new Error(`another program is run: ${log}`);
}

async function drive(page, file) {
  await openFile(page, path.basename(file));
  step("opened");
  const matching = await expected(page);
  await squiggle(page, matching.first());
  await hover(page);
  await fix(page);
  await saved(page, file);
  await matching.first().waitFor({ state: "detached" });
  step("cleared");
  bundledProgram();

  // A new server knows what the editor holds: the finding is there again.
  await command(page, "spawnsafe: Restart Server");
  await page.keyboard.press("Control+Z");
  await matching.first().waitFor();
  step("restarted");
  const settings = path.join(path.dirname(file), ".vscode", "settings.json");
  fs.mkdirSync(path.dirname(settings));
  fs.writeFileSync(settings, JSON.stringify({ "spawnsafe.rules": { [setting("EXPECT_CODE")]: "off" } }));
  await matching.first().waitFor({ state: "detached" });
  fs.writeFileSync(settings, "{}");
  await matching.first().waitFor();
  step("configured");
  await command(page, "spawnsafe: Print Debug Information");
  const untitled = page.locator(".tab.active[data-resource-name^=Untitled]");
  await untitled.waitFor();
  result.debugInformation = await page.locator(".editor-instance .monaco-editor .view-lines").first().innerText();
  step("debug information");
}

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "spawnsafe-vscode-"));
const code = new CodeServer(setting("CODE_SERVER"), scratch);
let page;
try {
  const fixture = setting("FIXTURE");
  const workspace = path.join(scratch, "workspace");
  fs.cpSync(path.dirname(fixture), workspace, { recursive: true });
  result.version = code.version();
  code.install(setting("VSIX"));
  page = await code.open(workspace, timeout);
  await drive(page, path.join(workspace, path.basename(fixture)));
  result.ok = true;
} catch (error) {
  // Playwright colours its messages.
  result.error = String(error.message ?? error).replaceAll(/\u001b\[\d+m/g, "");
  result.notifications = await page?.locator(".notification-list-item-message").allInnerTexts().catch(() => []);
  const failed = path.join(process.env.EDITORS_HOME, "vscode-failed.png");
  await page?.screenshot({ path: failed }).then(() => (result.picture = failed), () => {});
} finally {
  await code.close();
  fs.rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
}
console.log(JSON.stringify(result, null, 2));
process.exit(result.ok ? 0 : 1);
