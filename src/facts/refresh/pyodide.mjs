// Runs probe.py in Pyodide: node pyodide.mjs DIRECTORY_OF_THE_NPM_PACKAGE < questions > answers
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const { loadPyodide } = await import(pathToFileURL(join(resolve(process.argv[2]), "pyodide.mjs")));
const python = await loadPyodide({ stdout: () => {}, stderr: () => {} });
python.globals.set("questions", await text(process.stdin));
python.runPython(readFileSync(join(here, "probe.py"), "utf-8").replace(/\nif __name__[^]*/, ""));
process.stdout.write(python.runPython("answer(questions)"), () => process.exit(0));
