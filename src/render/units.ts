const steps = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"] as const;

/** Bytes in the largest binary unit that leaves at least 1: `formatBytes(1536)` is "1.5 KiB". */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let step = 0;
  while (value >= 1024 && step < steps.length - 1) {
    value /= 1024;
    step++;
  }
  const text = step === 0 || value >= 100 ? value.toFixed(0) : value.toFixed(1);
  return `${text} ${steps[step] ?? "B"}`;
}

/** A whole number with thin groups of three: `formatCount(1234567)` is "1,234,567". */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}
