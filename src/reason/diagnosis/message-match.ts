import { errnoByName } from "../../knowledge/errnos/index.ts";

/**
 * One thing that a program wrote: its text (as far as the capture holds it) and whether strace cut it off.
 */
export interface Utterance {
  readonly text: string;
  readonly cutOff: boolean;
  readonly line: number;
}

/**
 * How clearly the messages name an errno: 2 by number or constant ("[Errno 13]", "ECONNREFUSED"), 1 by its text or by a
 * beginning of it that was cut off by strace (at least six characters), 0 not at all.
 */
export function namesErrno(messages: readonly Utterance[], errno: string): 0 | 1 | 2 {
  const known = errnoByName(errno);
  const number = known?.number;
  const words = known?.message.toLowerCase();
  const whole = messages.map((message) => message.text).join("");
  if (new RegExp(`\\b${errno}\\b`).test(whole)) return 2;
  if (number !== undefined && new RegExp(`\\[Errno ${number}\\]|\\(os error ${number}\\)|\\(errno[:= ]*${number}\\)|errno=${number}\\b`, "i").test(whole)) return 2;
  if (words === undefined) return 0;
  if (whole.toLowerCase().includes(words)) return 1;
  for (const message of messages) {
    if (message.cutOff && endsWithBeginningOf(message.text.toLowerCase(), words, 6)) return 1;
  }
  return 0;
}

/** Does `text` end with the first `least` or more characters of `words`? */
function endsWithBeginningOf(text: string, words: string, least: number): boolean {
  for (let length = Math.min(words.length, text.length); length >= least; length--) {
    if (text.endsWith(words.slice(0, length))) return true;
  }
  return false;
}

/**
 * Do the messages name the subject: the path as a whole, its last part, or the port of an address? `program` is who
 * speaks: that name at the head of a message is no witness for a file called the same.
 */
export function namesSubject(messages: readonly Utterance[], subject: string, program: string): boolean {
  const whole = messages.map((message) => message.text).join("");
  if (subject.length >= 3 && holdsWord(whole, subject)) return true;
  const last = lastPart(subject);
  if (last === program) return false;
  if (last.length >= 3 && holdsWord(whole, last)) return true;
  return messages.some((message) => message.cutOff && last.length >= 5 && endsWithBeginningOf(message.text, last, 5));
}

/** Does `text` hold `word`, not as a part of a longer one? */
function holdsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isWordAt(text, at - 1) && !isWordAt(text, at + word.length)) return true;
  }
  return false;
}

function isWordAt(text: string, at: number): boolean {
  return at >= 0 && at < text.length && /[A-Za-z0-9_]/.test(text.charAt(at));
}

/** The last part of a path without its slashes, or the port of an address. */
export function lastPart(subject: string): string {
  const trimmed = subject.replace(/\/+$/, "");
  const port = /:(\d+)$/.exec(trimmed);
  if (port && !trimmed.startsWith("/")) return port[1] ?? trimmed;
  return trimmed.slice(trimmed.lastIndexOf("/") + 1);
}
