// What the user sees of the server's state: an entry of the language status menu.

import { languages, LanguageStatusSeverity, type Disposable, type DocumentSelector } from "vscode";
import { PYTHON, REQUIREMENTS, SETTINGS } from "./documents";

export class Status implements Disposable {
  private readonly item = languages.createLanguageStatusItem("spawnsafe.status", [
    ...PYTHON,
    ...SETTINGS,
    ...REQUIREMENTS,
  ] as DocumentSelector);

  constructor() {
    this.item.name = "spawnsafe";
    this.item.command = { command: "spawnsafe.showLogs", title: "Show logs" };
  }

  starting(): void {
    this.show("spawnsafe: starting");
    this.item.busy = true;
  }

  ready(version: string): void {
    this.show(`spawnsafe ${version}`);
  }

  off(): void {
    this.show("spawnsafe: turned off");
  }

  error(detail: string): void {
    this.show("spawnsafe: not running", detail, LanguageStatusSeverity.Error);
  }

  dispose(): void {
    this.item.dispose();
  }

  private show(text: string, detail = "", severity = LanguageStatusSeverity.Information): void {
    this.item.busy = false;
    this.item.text = text;
    this.item.detail = detail;
    this.item.severity = severity;
  }
}
