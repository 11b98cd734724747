import { HostlensError } from "../model/failure.ts";

/** Why a file could not be read, as a failure; what is one already stays as it is. */
export function readFailure(path: string, error: unknown): HostlensError {
  if (error instanceof HostlensError) return error;
  const code = (error as NodeJS.ErrnoException).code ?? "";
  if (code === "EACCES" || code === "EPERM") {
    return new HostlensError({ code: "no-permission", what: path, hint: "its mode does not let you read it: see ls -l" }, { cause: error });
  }
  if (code === "EISDIR") return directoryFailure(path);
  const problem = code === "ENOENT" ? "there is no such file" : code === "ENOTDIR" ? "a part of the path is not a directory" : `it cannot be read (${code})`;
  return new HostlensError({ code: "bad-input", where: path, problem }, { cause: error });
}

export function directoryFailure(path: string): HostlensError {
  return new HostlensError({ code: "bad-input", where: path, problem: "it is a directory", hint: "name a file in it, or use --on recording:DIR for a recording" });
}
