import { Readable } from "node:stream";
import * as zlib from "node:zlib";
import { HostlensError } from "../model/failure.ts";
import { findTool } from "./find-tool.ts";
import { guardChild, killTree, releaseChild } from "./process-tree.ts";
import { toolEnvironment } from "./find-tool.ts";

interface Packer { readonly name: string; readonly magic: readonly number[]; readonly tool: string; readonly package: string }

const packers: readonly Packer[] = [
  { name: "gzip", magic: [0x1f, 0x8b], tool: "gzip", package: "gzip" },
  { name: "zstd", magic: [0x28, 0xb5, 0x2f, 0xfd], tool: "zstd", package: "zstd" },
  { name: "xz", magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a], tool: "xz", package: "xz-utils" },
];

/** The packer whose mark these first bytes carry. */
function packerOf(head: Buffer): Packer | undefined {
  return packers.find(({ magic }) => magic.every((byte, index) => head[index] === byte));
}

/**
 * The bytes as they were before gzip, zstd or xz, told by their first bytes and not by a name; anything else passes
 * unchanged. zstd and xz are unpacked by the tool of that name where Node cannot do it. Throws where the packed data is
 * torn or the tool is missing; `name` is what the failure calls the input.
 */
export async function* unpack(bytes: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  const iterator = bytes[Symbol.asyncIterator]();
  try {
    let head = await iterator.next();
    // a pipe may hand out a byte at a time; six tell every packer
    while (!head.done && head.value.length < 6) {
      const start = Buffer.from(head.value);
      const more = await iterator.next();
      if (more.done) {
        head = { done: false, value: start };
        break;
      }
      head = { done: false, value: Buffer.concat([start, more.value]) };
    }
    if (head.done) return;
    const first = head.value;
    const packer = packerOf(first);
    const all = continued(first, iterator);
    yield* packer === undefined ? all : packer.name === "gzip" ? inflate(all, zlib.createGunzip(), packer, name) : unpackOther(all, packer, name);
  } finally {
    await iterator.return?.();
  }
}

async function* continued(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

/** Streams keep what they are given; the reader of a file uses its buffer again. */
async function* copied(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of bytes) yield Buffer.from(chunk);
}

function unpackOther(bytes: AsyncIterable<Buffer>, packer: Packer, name: string): AsyncIterable<Buffer> {
  const create = (zlib as unknown as Record<string, (() => NodeJS.ReadWriteStream) | undefined>)["createZstdDecompress"];
  return packer.name === "zstd" && create ? inflate(bytes, create(), packer, name) : unpackByTool(bytes, packer, name);
}

async function* inflate(bytes: AsyncIterable<Buffer>, through: NodeJS.ReadWriteStream, packer: Packer, name: string): AsyncGenerator<Buffer> {
  const source = Readable.from(copied(bytes));
  let failed: Error | undefined;
  source.on("error", (error) => {
    failed = error;
    (through as unknown as zlib.Gunzip).destroy(error);
  });
  try {
    for await (const chunk of source.pipe(through)) yield chunk as unknown as Buffer;
  } catch (error) {
    if (failed) throw failed;
    throw tornFailure(packer, name, (error as Error).message, error);
  } finally {
    source.destroy();
  }
}

async function* unpackByTool(bytes: AsyncIterable<Buffer>, packer: Packer, name: string): AsyncGenerator<Buffer> {
  const tool = findTool(packer.tool);
  if (tool === undefined) {
    throw new HostlensError({ code: "tool-missing", tool: packer.tool, hint: `${name} is packed with it: install ${packer.package}, or unpack the file elsewhere` });
  }
  // loaded when first needed: reading plain captures starts no process
  const { spawn } = await import("node:child_process");
  const child = spawn(tool, ["-dc"], { stdio: ["pipe", "pipe", "pipe"], detached: true, env: toolEnvironment() });
  const { pid } = child;
  if (pid !== undefined) guardChild(pid);
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    if (said.length < 10_000) said += text;
  });
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve).on("error", () => resolve(null)));
  const source = Readable.from(copied(bytes));
  let failed: Error | undefined;
  source.on("error", (error) => {
    failed = error;
    child.stdin.end();
  });
  // a tool that gives up closes its input; its exit status tells the story
  child.stdin.on("error", () => {});
  source.pipe(child.stdin);
  let isWhole = false;
  try {
    for await (const chunk of child.stdout) yield chunk as Buffer;
    isWhole = true;
  } finally {
    source.destroy();
    if (!isWhole && pid !== undefined) killTree(pid, "SIGKILL");
    if (pid !== undefined) void ended.then(() => releaseChild(pid));
  }
  const status = await ended;
  if (failed) throw failed;
  if (status !== 0) throw tornFailure(packer, name, said.trim().split("\n").at(-1) ?? "");
}

function tornFailure(packer: Packer, name: string, said: string, cause?: unknown): HostlensError {
  const detail = said === "" ? "" : ` (${said})`;
  return new HostlensError({ code: "bad-input", where: name, problem: `it is packed with ${packer.name}, and torn${detail}`, hint: `see how far it goes: ${packer.tool} -dc FILE | hostlens explain -` }, { cause });
}
