// The parts of VS Code's window that the drivers use.
import path from "node:path";

export async function openFile(page, name) {
  await page.locator(".monaco-workbench .explorer-folders-view").waitFor();
  const notebook = page.locator(".notebook-editor .cell.code:visible");
  const text = page.locator(".editor-instance .monaco-editor .view-line");
  for (;;) {
    await page.getByRole("treeitem", { name }).first().dblclick();
    await notebook.or(text).first().waitFor();
    // Until VS Code has read what its extensions offer, a notebook is JSON to it.
    if (!name.endsWith(".ipynb") || (await notebook.count()) > 0) break;
    await page.keyboard.press("Control+K");
    await page.keyboard.press("Control+W");
    await text.first().waitFor({ state: "detached" });
  }
}

// The rows of the Problems panel with all of these texts.
export async function problems(page, ...texts) {
  if ((await page.locator(".markers-panel:visible").count()) === 0) await page.keyboard.press("Control+Shift+M");
  return texts.reduce(
    (rows, text) => rows.filter({ hasText: text }),
    page.locator(".markers-panel .monaco-list-row"),
  );
}

export async function command(page, title) {
  const input = page.locator(".quick-input-widget input.input");
  const row = page.locator(".quick-input-list .monaco-list-row.focused").filter({ hasText: title });
  // While extensions start, VS Code drops keys, and what is typed before its list of commands is there.
  for (let attempt = 1; ; attempt++) {
    await page.keyboard.press("F1");
    try {
      await input.fill(`>${title}`, { timeout: 5000 });
      await row.waitFor({ timeout: 5000 });
      break;
    } catch (error) {
      if (attempt === 5) throw error;
      await page.keyboard.press("Escape");
    }
  }
  await page.keyboard.press("Enter");
  await input.waitFor({ state: "hidden" });
}

export async function picture(page, name) {
  if (process.env.PICTURES) await page.screenshot({ path: path.join(process.env.PICTURES, `vscode-${name}.png`) });
}

// A setting of the drivers, which is a variable.
export function setting(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}
