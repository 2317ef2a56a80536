// Packages the extension with a spawnsafe program inside.
//
//   npm run package -- [--target PLATFORM] [--binary FILE] [--out FILE.vsix]
//
// PLATFORM is vsce's name of it (default: this machine's), FILE the program
// built for it (default: the release build of this repository).
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const TARGETS = [
  "win32-x64",
  "win32-arm64",
  "linux-x64",
  "linux-arm64",
  "linux-armhf",
  "alpine-x64",
  "alpine-arm64",
  "darwin-x64",
  "darwin-arm64",
];

const here = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: { target: { type: "string" }, binary: { type: "string" }, out: { type: "string" } },
});
const target = values.target ?? `${process.platform}-${process.arch}`;
if (!TARGETS.includes(target)) fail(`no such target: ${target}; one of: ${TARGETS.join(", ")}`);
const program = target.startsWith("win32") ? "spawnsafe.exe" : "spawnsafe";
const binary = path.resolve(values.binary ?? path.join(here, "../../target/release", program));
if (!fs.existsSync(binary)) fail(`no such program: ${binary}; build it first: cargo build --release`);
const out = path.resolve(values.out ?? path.join(here, `spawnsafe-${target}.vsix`));

process.chdir(here);
const bundled = path.join("bundled", "bin");
fs.rmSync(bundled, { recursive: true, force: true });
fs.mkdirSync(bundled, { recursive: true });
fs.copyFileSync(binary, path.join(bundled, program));
fs.chmodSync(path.join(bundled, program), 0o755);

for (const picture of fs.readdirSync("../images").filter((name) => name.startsWith("vscode-")))
  fs.copyFileSync(path.join("../images", picture), path.join("walkthrough", picture));

run(process.execPath, path.join("scripts", "bundle.mjs"));
run(
  process.execPath,
  path.join("node_modules", "@vscode", "vsce", "vsce"),
  "package",
  "--no-dependencies",
  "--allow-missing-repository",
  "--target",
  target,
  "--out",
  out,
);

function run(command, ...args) {
  const { status } = spawnSync(command, args, { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
