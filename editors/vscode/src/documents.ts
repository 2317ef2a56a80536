// The documents that the server is told about.

import type { TextDocumentFilter } from "vscode-languageclient/node";

export const PYTHON: TextDocumentFilter[] = ["file", "untitled", "vscode-notebook-cell"].map((scheme) => ({
  scheme,
  language: "python",
}));

export const SETTINGS: TextDocumentFilter[] = ["**/pyproject.toml", "**/spawnsafe.toml"].map((pattern) => ({
  scheme: "file",
  pattern,
}));
