// The documents that the server is told about.

import type { TextDocumentFilter } from "vscode-languageclient/node";

export const PYTHON: TextDocumentFilter[] = ["file", "untitled", "vscode-notebook-cell"].map((scheme) => ({
  scheme,
  language: "python",
}));

export const SETTINGS = named("**/pyproject.toml", "**/{,.}spawnsafe.toml");

/** Files that name packages or what a project supports, beside pyproject.toml. */
export const REQUIREMENTS = named(
  "**/*requirements*.{txt,in}",
  "**/requirements/*.{txt,in}",
  "**/environment.{yml,yaml}",
  "**/setup.cfg",
  "**/Pipfile",
);

function named(...patterns: string[]): TextDocumentFilter[] {
  return patterns.map((pattern) => ({ scheme: "file", pattern }));
}
