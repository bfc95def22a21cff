/**
 * Builds the front-end into webapp/static/dist: style sheets, scripts and an icon, each with the digest of
 * its content in its name and compressed copies beside it, and assets.json, which maps names to digested names.
 *
 * Everything is made in a folder of its own first and then put in place, with the files of the build before it beside
 * it, so that a running server keeps its files.
 */

import { constants as files } from "node:fs";
import { chmod, copyFile, mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

import { build } from "esbuild";
import { PurgeCSS } from "purgecss";

const here = dirname(fileURLToPath(import.meta.url));
const webapp = join(here, "..", "webapp");
const target = join(webapp, "static", "dist");

// For residents one of each; the back office adds its own.
const STYLES = ["app", "beheer"];
const SCRIPTS = ["app", "account"];
// Class names are looked for in the templates and in the Python that makes HTML of Markdown.
const CONTENT = [join(webapp, "templates", "**", "*.html"), join(webapp, "texts.py")];
// Classes that htmx sets while it works.
const KEPT = ["htmx-request"];

/** Bundle an entry point with all that it imports, without writing it. */
async function bundle(entry) {
  const result = await build({ entryPoints: [join(here, entry)], bundle: true, write: false, outdir: here });
  return result.outputFiles[0].text;
}

/** Leave out the selectors and custom properties that no template uses. */
async function prune(css) {
  const [result] = await new PurgeCSS().purge({
    content: CONTENT,
    css: [{ raw: css }],
    safelist: KEPT,
    variables: true,
  });
  return result.css;
}

/** Write one file, minified, as <name>-<HASH8><extension>. */
async function emit(folder, name, options) {
  await build({
    bundle: true,
    minify: true,
    legalComments: "eof",
    outdir: folder,
    entryNames: `${name}-[hash]`,
    logLevel: "warning",
    ...options,
  });
}

/** Write the .br and .gz beside a file. */
async function compress(path) {
  const content = await readFile(path);
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  await writeFile(`${path}.br`, await promisify(brotliCompress)(content, { params }));
  await writeFile(`${path}.gz`, await promisify(gzip)(content, { level: 9 }));
}

/** Copy the files of the build before this one, which pages of a running server still point to. */
async function keepPrevious(old, folder) {
  const previous = await readFile(join(old, "assets.json"), "utf-8").then(JSON.parse, () => ({}));
  for (const file of Object.values(previous).flatMap((name) => [name, `${name}.br`, `${name}.gz`])) {
    await copyFile(join(old, file), join(folder, file), files.COPYFILE_EXCL).catch((error) => {
      if (!["EEXIST", "ENOENT"].includes(error.code)) throw error;
    });
  }
}

/** Put a finished folder in the place of another one. */
async function replace(folder, old) {
  const aside = `${old}.old-${process.pid}`;
  await rename(old, aside).catch((error) => {
    if (error.code !== "ENOENT") throw error;
  });
  await rename(folder, old);
  await rm(aside, { recursive: true, force: true });
}

await mkdir(dirname(target), { recursive: true });
const folder = await mkdtemp(`${target}.new-`);
try {
  // mkdtemp makes the folder for its owner only; the server may be another user.
  await chmod(folder, 0o755);
  for (const name of STYLES) {
    const css = await prune(await bundle(`${name}.css`));
    await emit(folder, name, { stdin: { contents: css, loader: "css", resolveDir: here } });
  }
  for (const name of SCRIPTS) {
    await emit(folder, name, { entryPoints: [join(here, `${name}.js`)], target: "es2020", format: "iife" });
  }
  await emit(folder, "favicon", { entryPoints: [join(here, "favicon.svg")], loader: { ".svg": "copy" } });

  const assets = {};
  for (const file of (await readdir(folder)).sort()) {
    const extension = extname(file);
    assets[`${basename(file, extension).replace(/-[0-9A-Z]{8}$/, "")}${extension}`] = file;
    await compress(join(folder, file));
  }
  await writeFile(join(folder, "assets.json"), `${JSON.stringify(assets, null, 2)}\n`);
  await keepPrevious(target, folder);
  await replace(folder, target);
  console.log(Object.values(assets).join("  "));
} catch (error) {
  await rm(folder, { recursive: true, force: true });
  throw error;
}
