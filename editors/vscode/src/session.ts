// One server process at a time: started, stopped and started again, one after the other.

import { Uri, window, type ExtensionContext, type LogOutputChannel } from "vscode";
import {
  ExecuteCommandRequest,
  LanguageClient,
  RevealOutputChannelOn,
  State,
  type ConfigurationRequest,
  type LanguageClientOptions,
} from "vscode-languageclient/node";
import { findBinary, type Binary } from "./binary";
import { PYTHON, REQUIREMENTS, SETTINGS } from "./documents";
import { launchSettings, SECTION, serverSettings } from "./settings";
import { Status } from "./status";
import { logStderr } from "./stderr";

export class Session {
  readonly serverLog: LogOutputChannel;
  private readonly status = new Status();
  private client: LanguageClient | undefined;
  private queue = Promise.resolve();

  constructor(
    private readonly context: ExtensionContext,
    private readonly log: LogOutputChannel,
  ) {
    this.serverLog = window.createOutputChannel("spawnsafe Language Server", { log: true });
    context.subscriptions.push(this.status, this.serverLog);
  }

  /** Stops the server if there is one, and starts one if the settings want it. */
  restart(): Promise<void> {
    return this.enqueue(async () => {
      await this.stopNow();
      await this.startNow();
    });
  }

  stop(): Promise<void> {
    return this.enqueue(() => this.stopNow());
  }

  /** What the server says about itself, for a report of a fault. */
  async debugInformation(): Promise<string> {
    if (this.client?.state !== State.Running) return "The spawnsafe server is not running.";
    const uri = window.activeTextEditor?.document.uri.toString();
    const answer: unknown = await this.client.sendRequest(ExecuteCommandRequest.type, {
      command: "spawnsafe.printDebugInformation",
      arguments: uri === undefined ? [] : [{ textDocument: { uri } }],
    });
    return typeof answer === "string" ? answer : JSON.stringify(answer, undefined, 2);
  }

  private enqueue(step: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(step).catch((error: unknown) => {
      this.log.error(String(error));
      this.status.error(String(error));
    });
    return this.queue;
  }

  private async startNow(): Promise<void> {
    const settings = launchSettings();
    if (!settings.enable) {
      this.status.off();
      return;
    }
    this.status.starting();
    const binary = await findBinary(settings, this.context.extensionPath, this.log);
    if (binary === undefined) {
      this.log.error("No spawnsafe program was found. Install it (pip install spawnsafe) or set spawnsafe.path.");
      this.status.error("No spawnsafe program was found");
      return;
    }
    this.client = this.createClient(binary, await serverSettings(this.log));
    await this.client.start();
  }

  private async stopNow(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    await client?.dispose();
  }

  /** Answers for our own section, and lets the client answer for all others. */
  private readonly configuration: ConfigurationRequest.MiddlewareSignature = async (params, token, next) => {
    const answers = await next(params, token);
    if (!Array.isArray(answers)) return answers;
    return Promise.all(
      params.items.map(({ section, scopeUri }, at) =>
        section === SECTION
          ? serverSettings(this.log, scopeUri === undefined ? undefined : Uri.parse(scopeUri))
          : (answers[at] as unknown),
      ),
    );
  };

  private createClient(binary: Binary, settings: object): LanguageClient {
    const options: LanguageClientOptions = {
      documentSelector: [...PYTHON, ...SETTINGS, ...REQUIREMENTS],
      initializationOptions: { settings },
      middleware: { workspace: { configuration: this.configuration } },
      outputChannel: this.serverLog,
      // Standard output is the protocol's.
      stdioOptions: { stderr: logStderr, stdout: () => undefined },
      revealOutputChannelOn: RevealOutputChannelOn.Never,
    };
    const client = new LanguageClient(
      SECTION,
      "spawnsafe",
      { command: binary.path, args: ["server"] },
      options,
    );
    client.onDidChangeState(({ newState }) => {
      // A client that was replaced has nothing to say any more.
      if (this.client !== client) return;
      if (newState === State.Starting) this.status.starting();
      else if (newState === State.Running) this.status.ready(binary.version);
      else this.status.error("The server has stopped");
    });
    return client;
  }
}
