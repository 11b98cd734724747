export { exitStatusOf, failureText, HostlensError, type Failure } from "./model/failure.ts";
export { parseStrace, CaptureParser } from "./parse/strace/capture-parser.ts";
