// What others use of the Python extension, which only Microsoft's editor may install: the interpreter
// env/bin/python of the workspace is chosen, and by a command the one in other/bin.
const { commands, EventEmitter, Uri, workspace } = require("vscode");

exports.activate = (context) => {
  const changed = new EventEmitter();
  let environment = "env";
  const executable = () => Uri.joinPath(workspace.workspaceFolders[0].uri, environment, "bin", "python");
  const choose = () => {
    environment = "other";
    changed.fire({ id: environment, path: executable().fsPath });
  };
  context.subscriptions.push(changed, commands.registerCommand("python.other", choose));
  return {
    ready: Promise.resolve(),
    environments: {
      getActiveEnvironmentPath: () => ({ id: environment, path: executable().fsPath }),
      resolveEnvironment: async () => ({ executable: { uri: executable() } }),
      onDidChangeActiveEnvironmentPath: changed.event,
    },
  };
};
