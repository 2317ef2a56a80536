// The settings that decide which server runs; all others go to the server.

import * as os from "node:os";
import { workspace, type LogOutputChannel, type Uri } from "vscode";
import { chosenInterpreter } from "./interpreter";

export const SECTION = "spawnsafe";

/** A change of one of these needs another server process. */
export const RESTART_ON = ["enable", "path", "importStrategy", "interpreter", "diagnosticMode"].map(
  (name) => `${SECTION}.${name}`,
);

export interface LaunchSettings {
  readonly enable: boolean;
  readonly path: readonly string[];
  readonly bundledOnly: boolean;
  readonly interpreter: readonly string[];
}

export function launchSettings(): LaunchSettings {
  const settings = workspace.getConfiguration(SECTION);
  return {
    enable: settings.get("enable", true),
    path: settings.get<string[]>("path", []).map(expand),
    // What a workspace nobody vouched for says about programs is not followed.
    bundledOnly: !workspace.isTrusted || settings.get("importStrategy") === "useBundled",
    interpreter: settings.get<string[]>("interpreter", []).map(expand),
  };
}

/** The settings for the server: with the interpreter that the user has chosen, unless they name one. */
export async function serverSettings(log: LogOutputChannel, folder?: Uri): Promise<object> {
  const settings = workspace.getConfiguration(SECTION, folder);
  let interpreter = settings.get<string[]>("interpreter", []).map(expand);
  if (interpreter.length === 0) {
    const chosen = await chosenInterpreter(log, folder);
    interpreter = chosen === undefined ? [] : [chosen];
  }
  return { ...settings, interpreter };
}

/** Replaces `${workspaceFolder}`, `${userHome}`, `${env:NAME}` and a leading `~`. */
function expand(text: string): string {
  const folder = workspace.workspaceFolders?.[0]?.uri.fsPath;
  return text
    .replace(/^~(?=[/\\]|$)/, () => os.homedir())
    .replace(/\$\{(workspaceFolder|userHome|env:([^}]+))\}/g, (whole, name: string, variable?: string) => {
      if (variable !== undefined) return process.env[variable] ?? "";
      return (name === "userHome" ? os.homedir() : folder) ?? whole;
    });
}
