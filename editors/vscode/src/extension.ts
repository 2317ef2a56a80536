// Starts the spawnsafe language server and connects its commands; all analysis is in the server.

import { commands, window, workspace, type ExtensionContext } from "vscode";
import { onInterpreterChange } from "./interpreter";
import { Session } from "./session";
import { RESTART_ON } from "./settings";

let session: Session | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const log = window.createOutputChannel("spawnsafe", { log: true });
  const current = new Session(context, log);
  session = current;
  const restart = () => current.restart();

  context.subscriptions.push(
    log,
    commands.registerCommand("spawnsafe.restart", restart),
    commands.registerCommand("spawnsafe.showLogs", () => {
      log.show();
    }),
    commands.registerCommand("spawnsafe.showServerLogs", () => {
      current.serverLog.show();
    }),
    commands.registerCommand("spawnsafe.debugInformation", async () => {
      const content = await current.debugInformation();
      await window.showTextDocument(await workspace.openTextDocument({ content }));
    }),
    workspace.onDidGrantWorkspaceTrust(restart),
    workspace.onDidChangeConfiguration((change) => {
      if (RESTART_ON.some((setting) => change.affectsConfiguration(setting))) void restart();
    }),
  );
  await restart();

  // After the start: the Python extension may take its time, and is not needed.
  const watching = await onInterpreterChange(log, () => void restart());
  if (watching !== undefined) context.subscriptions.push(watching);
}

export async function deactivate(): Promise<void> {
  await session?.stop();
}
