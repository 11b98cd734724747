/** What a DNS message says, as far as its bytes were shown. */
export interface DnsMessage {
  readonly id: number;
  readonly isAnswer: boolean;
  readonly name: string;
  readonly type: string;
  /** `NXDOMAIN`, `SERVFAIL` …; undefined for no error */
  readonly failure?: string;
  /** addresses of A and AAAA records */
  readonly addresses: readonly string[];
  /** the bytes end before the message does */
  readonly isCut: boolean;
}

const types: Readonly<Record<number, string>> = { 1: "A", 2: "NS", 5: "CNAME", 6: "SOA", 12: "PTR", 15: "MX", 16: "TXT", 28: "AAAA", 33: "SRV", 65: "HTTPS", 255: "ANY" };
const failures: Readonly<Record<number, string>> = { 1: "FORMERR", 2: "SERVFAIL", 3: "NXDOMAIN", 4: "NOTIMP", 5: "REFUSED" };

/** Reads a DNS message (RFC 1035) from bytes, one character each; undefined where they are none or hold no whole name. */
export function parseDns(bytes: string): DnsMessage | undefined {
  if (bytes.length < 13) return undefined;
  const flags = word(bytes, 2);
  const questions = word(bytes, 4);
  const answers = word(bytes, 6);
  // one question, an opcode of 0, and reserved bits that nobody sets: anything else is no look-up
  if (questions !== 1 || (flags & 0x7840) !== 0 || answers > 200) return undefined;
  const question = readName(bytes, 12);
  if (!question) {
    const start = partialName(bytes, 12);
    return start === undefined ? undefined : { id: word(bytes, 0), isAnswer: (flags & 0x8000) !== 0, name: `${start}…`, type: "?", addresses: [], isCut: true, ...failed(flags) };
  }
  const { name } = question;
  let at = question.end + 4;
  const kind = at <= bytes.length ? word(bytes, question.end) : undefined;
  const addresses: string[] = [];
  let isCut = kind === undefined;
  for (let index = 0; index < answers && !isCut; index++) {
    const owner = readName(bytes, at);
    if (!owner || owner.end + 10 > bytes.length) { isCut = true; break; }
    const recordType = word(bytes, owner.end);
    const length = word(bytes, owner.end + 8);
    const from = owner.end + 10;
    if (from + length > bytes.length) { isCut = true; break; }
    if (recordType === 1 && length === 4) addresses.push([0, 1, 2, 3].map((offset) => bytes.charCodeAt(from + offset)).join("."));
    else if (recordType === 28 && length === 16) addresses.push(shortIpv6(Array.from({ length: 8 }, (_, part) => word(bytes, from + part * 2))));
    at = from + length;
  }
  return {
    id: word(bytes, 0), isAnswer: (flags & 0x8000) !== 0, name, type: kind === undefined ? "?" : types[kind] ?? `type ${kind}`,
    ...failed(flags), addresses, isCut,
  };
}

function failed(flags: number): { failure?: string } {
  const failure = (flags & 0x8000) === 0 ? undefined : failures[flags & 15];
  return failure === undefined ? {} : { failure };
}

/** The beginning of a name whose end was not shown: at least one whole label. */
function partialName(bytes: string, start: number): string | undefined {
  const labels: string[] = [];
  for (let at = start; at < bytes.length;) {
    const length = bytes.charCodeAt(at);
    if (length === 0 || length > 63) return undefined;
    const label = bytes.slice(at + 1, at + 1 + length);
    if (!/^[A-Za-z0-9_*-]*$/.test(label)) return undefined;
    labels.push(label);
    at += length + 1;
  }
  return labels.length > 1 ? labels.join(".") : undefined;
}

function word(bytes: string, at: number): number {
  return ((bytes.charCodeAt(at) & 255) << 8) | (bytes.charCodeAt(at + 1) & 255);
}

/** A name in labels, following compression pointers; `end` is where the caller goes on. */
function readName(bytes: string, start: number): { name: string; end: number } | undefined {
  const labels: string[] = [];
  let at = start;
  let end: number | undefined;
  for (let jumps = 0; jumps < 20;) {
    if (at >= bytes.length) return undefined;
    const length = bytes.charCodeAt(at);
    if (length === 0) return { name: labels.join(".") || ".", end: end ?? at + 1 };
    if (length >= 0xc0) {
      if (at + 1 >= bytes.length) return undefined;
      end ??= at + 2;
      at = ((length & 0x3f) << 8) | bytes.charCodeAt(at + 1);
      jumps++;
      continue;
    }
    if (length > 63 || at + 1 + length > bytes.length) return undefined;
    const label = bytes.slice(at + 1, at + 1 + length);
    if (!/^[A-Za-z0-9_*-]+$/.test(label)) return undefined;
    labels.push(label);
    at += length + 1;
  }
  return undefined;
}

/** RFC 5952: the longest run of zero groups becomes `::`. */
function shortIpv6(groups: readonly number[]): string {
  let best = 0;
  let bestAt = -1;
  for (let index = 0; index < groups.length; index++) {
    let run = 0;
    while (groups[index + run] === 0) run++;
    if (run > best && run > 1) { best = run; bestAt = index; }
  }
  const hex = groups.map((group) => group.toString(16));
  return bestAt < 0 ? hex.join(":") : `${hex.slice(0, bestAt).join(":")}::${hex.slice(bestAt + best).join(":")}`;
}
