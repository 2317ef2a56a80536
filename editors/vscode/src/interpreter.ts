// The Python interpreter that the user has chosen, if the Python extension is there to say.

import { PythonExtension } from "@vscode/python-extension";
import { extensions, workspace, type Disposable, type LogOutputChannel, type Uri } from "vscode";

async function python(log: LogOutputChannel): Promise<PythonExtension | undefined> {
  if (extensions.getExtension("ms-python.python") === undefined) return undefined;
  try {
    const api = await PythonExtension.api();
    await api.ready;
    return api;
  } catch (error) {
    log.warn(`The Python extension gives no answer: ${String(error)}`);
    return undefined;
  }
}

/** The interpreter for a folder, or for the first one. */
export async function chosenInterpreter(log: LogOutputChannel, folder?: Uri): Promise<string | undefined> {
  const environments = (await python(log))?.environments;
  if (environments === undefined) return undefined;
  const chosen = environments.getActiveEnvironmentPath(folder ?? workspace.workspaceFolders?.[0]?.uri);
  const resolved = await environments.resolveEnvironment(chosen);
  return resolved?.executable.uri?.fsPath;
}

export async function onInterpreterChange(
  log: LogOutputChannel,
  changed: () => void,
): Promise<Disposable | undefined> {
  return (await python(log))?.environments.onDidChangeActiveEnvironmentPath(changed);
}
