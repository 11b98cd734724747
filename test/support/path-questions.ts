import type { PathQuestion } from "../../src/model/path.ts";
import { anyAddress, pick, worldDevices, type Roll } from "./path-world.ts";

const special4 = ["0.0.0.0", "0.0.0.5", "127.0.0.1", "127.9.9.9", "224.0.0.1", "224.0.0.251", "224.1.0.7", "239.1.2.3", "255.255.255.255", "240.0.0.1", "169.254.7.9", "192.0.2.9", "203.0.113.255", "198.51.100.1"];
const special6 = ["::", "::1", "::ffff:10.0.0.1", "fe80::1", "fe80::77", "ff02::1", "ff02::fb", "ff05::2", "ff0e::5", "fd00:1::9", "2002:a00:1::9", "fec0::9", "2600::1", "64:ff9b::1", "2001:db8::", "2001:0:1::7"];

function destination(roll: Roll, family: 4 | 6): string {
  const kind = roll(12);
  if (kind === 0) return pick(roll, family === 4 ? special4 : special6);
  if (kind === 1) return family === 4 ? `10.${roll(6)}.0.255` : `2001:db8:${roll(6)}::`;
  if (kind === 2) return family === 4 ? `10.${roll(6)}.0.1` : `2001:db8:${roll(6)}::1`;
  return anyAddress(roll, family);
}

function source(roll: Roll, family: 4 | 6, isInput: boolean): string {
  const kind = roll(10);
  if (kind === 0) return pick(roll, family === 4 ? ["0.0.0.0", "127.0.0.1", "224.0.0.1", "255.255.255.255", "192.0.2.200", "169.254.7.7"] : ["::", "::1", "fe80::5", "2001:db8:77::1"]);
  if (isInput || kind < 3) return anyAddress(roll, family);
  return family === 4 ? `10.${roll(6)}.0.1` : `2001:db8:${roll(6)}::1`;
}

/** Random questions with every flag `ip route get` takes. */
export function makeQuestions(roll: Roll, count: number): PathQuestion[] {
  return Array.from({ length: count }, () => {
    const family = pick(roll, [4, 6] as const);
    const asked: PathQuestion = { destination: destination(roll, family) };
    const isInput = roll(4) === 0;
    if (isInput) {
      asked.iif = pick(roll, roll(12) === 0 ? ["lo"] : worldDevices);
      if (roll(20) > 0) asked.from = source(roll, family, true);
    } else {
      if (roll(3) === 0) asked.oif = pick(roll, roll(12) === 0 ? ["lo", "vd"] : worldDevices);
      if (roll(3) === 0) asked.from = source(roll, family, false);
      if (roll(4) === 0) asked.uid = pick(roll, [0, 5, 11]);
    }
    if (roll(3) === 0) asked.mark = pick(roll, [1, 0x10, 0x13, 0xffffffff]);
    if (roll(3) === 0) {
      // The kernel takes TCP, UDP and ICMP only.
      asked.proto = pick(roll, ["tcp", "udp", family === 4 ? "icmp" : "tcp"]);
      if (asked.proto !== "icmp") Object.assign(asked, { sport: pick(roll, [999, 1500]), dport: pick(roll, [80, 81]) });
    }
    if (roll(5) === 0) asked.tos = pick(roll, [0x10, 0x08, 0x18, 0xb8]);
    return asked;
  });
}

/** The question in the words of `ip route get`. */
export function askLine(question: PathQuestion, how = ""): string {
  const words: [string, string | number | undefined][] = [
    ["from", question.from], ["tos", question.tos?.toString(16)], ["iif", question.iif], ["oif", question.oif], ["mark", question.mark], ["uid", question.uid],
    ["ipproto", question.proto], ["sport", question.sport], ["dport", question.dport],
  ];
  return [`route get ${how}${question.destination}`, ...words.filter(([, value]) => value !== undefined).map(([word, value]) => `${word} ${value}`)].join(" ");
}
