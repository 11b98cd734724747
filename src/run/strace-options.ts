/** What `strace -V` says of itself: `strace -- version 6.1`; undefined where it says something else. */
export function straceVersion(text: string): { major: number; minor: number } | undefined {
  const found = /^strace -- version (\d+)\.(\d+)/.exec(text.slice(0, 80));
  return found ? { major: Number(found[1]), minor: Number(found[2]) } : undefined;
}

/**
 * The options that tell most at a fair price, as far as this version has them: every thread (-f), times to the
 * microsecond (-ttt) and durations (-T), what descriptors are (-yy), 256 bytes of each string, the numbers that processes
 * in other PID namespaces have. `-q`: no messages of strace itself among the program's own.
 */
export function straceOptions(version: { major: number; minor: number } | undefined, isAttaching: boolean): string[] {
  const has = (major: number, minor: number): boolean => version !== undefined && (version.major > major || version.major === major && version.minor >= minor);
  const options = ["-f", "-ttt", "-T", "-s", "256", "-q"];
  options.push(has(4, 10) ? "-yy" : "-y");
  if (has(5, 15)) options.push("--decode-pids=pidns");
  // Signals are for the tracee; strace ends when it does. Attached, it ends (and lets go) when it is told to.
  if (has(4, 7)) options.push(isAttaching ? "-I2" : "-I3");
  return options;
}
