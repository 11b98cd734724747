import type { Descriptor } from "../descriptors/open-file.ts";

/** What a person calls the thing behind a descriptor: its file, the address it is connected to or listens on, its kind. */
export function nameDescriptor(descriptor: Descriptor | undefined): string | undefined {
  if (!descriptor) return undefined;
  const { file } = descriptor;
  switch (file.kind) {
    case "file": case "memfd": case "namespace": return file.path;
    case "socket":
      return file.peer ?? file.local ?? (file.family === undefined ? "a socket" : `a socket (${[file.family, file.socketType ?? file.protocol].filter(Boolean).join(", ")})`);
    case "pipe": return "a pipe";
    case "inherited": return inherited(descriptor);
    case "unknown": return file.identity;
    case "pidfd": return file.pid === undefined ? "a pidfd" : `process ${file.pid}`;
    default: return article(file.kind);
  }
}

function inherited(descriptor: Descriptor): string | undefined {
  return descriptor.path ?? descriptor.peer ?? descriptor.file.identity;
}

function article(kind: string): string {
  return `${/^[aeio]/.test(kind) ? "an" : "a"} ${kind}`;
}
