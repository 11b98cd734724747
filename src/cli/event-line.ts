import type { TraceEvent } from "../model/trace-event.ts";

/** One event as a line of NDJSON; how strace laid it out is no part of it. */
export function eventLine(event: TraceEvent): string {
  const { layout: _layout, ...document } = event;
  return JSON.stringify(document);
}
