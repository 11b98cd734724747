export { exitStatusOf, failureText, HostlensError, type Failure } from "./model/failure.ts";
