/** What strace says itself, of old and new versions; `pid` is the process an attachment is about. */
export interface Note { readonly pid?: number; readonly isEnd?: boolean }

const attachment = /^(?:\S{0,4096}\/)?(?:strace: )?Process (\d{1,10}) (attached|detached|suspended|resumed)(?: with \d+ threads?| \(.{0,200}\)| - .{0,200})?(?: \(waiting for parent\))?$/;
const own = /^(?:(?:\S{0,4096}\/)?strace: .|Try '\S{0,4096}strace -h' for more|\[ Process PID=\d{1,10} runs in |pid \d{1,10} exited with |Script (?:started|done)(?: on|:| ,)|<detached \.\.\.>$| <detached \.\.\.>$)/;

/** Whether a line, without its prefix, is a message of strace or script(1). */
export function readNote(body: string): Note | undefined {
  // all of them begin with one of these, or with a path before `strace:`
  const head = body.slice(0, 4400);
  const found = attachment.exec(head);
  if (found && head.length === body.length) return { pid: Number(found[1]), isEnd: found[2] === "detached" };
  return own.test(head) ? {} : undefined;
}

const interrupting = /Process (\d{1,10}) (attached|detached)(?: with \d+ threads?)?$/;

/** Where a message of strace begins that interrupts a line: it goes on to the line's end. */
export function findInterruption(body: string): ({ from: number } & Note) | undefined {
  const offset = Math.max(0, body.length - 80);
  const found = interrupting.exec(body.slice(offset));
  if (!found) return undefined;
  let from = offset + found.index;
  if (body.startsWith("strace: ", from - 8)) {
    from -= 8;
    // strace's own path: back to where it can begin
    let first = from;
    for (let at = from - 1; at >= 0 && at > from - 4096 && isPathCharacter(body.charCodeAt(at)); at--) if (body.charCodeAt(at) === 47) first = at;
    while (first < from && first > 0 && body.charCodeAt(first - 1) === 46) first -= 1;
    from = first;
  }
  if (body.startsWith("^C", from - 2)) from -= 2;
  return from > 0 ? { from, pid: Number(found[1]), isEnd: found[2] === "detached" } : undefined;
}

function isPathCharacter(code: number): boolean {
  return (code | 32) >= 97 && (code | 32) <= 122 || (code >= 45 && code <= 57) || code === 95 || code === 43;
}
