import { field } from "../parse/strace/arguments.ts";
import { numberIn, restOf, type CallReader, type CallTellers, type Said } from "./call-reader.ts";
import { countWord, sizeWord } from "./call-words.ts";

/** System V and POSIX queues, semaphores and shared memory. */
export const ipcTellers: CallTellers = {
  shmget: (call) => finds(call, `a shared memory segment of ${sizeWord(call.number(1))}`, 2),
  shmat: (call) => `maps the shared memory segment ${call.number(0) ?? "?"}`,
  shmdt: () => "unmaps a shared memory segment",
  shmctl: (call) => controls(call, "shared memory segment", 1),
  semget: (call) => finds(call, `a set of ${countWord(call.number(1) ?? 0, "semaphore")}`, 2),
  semctl: (call) => controls(call, "semaphore set", 2),
  semop: (call) => operates(call),
  semtimedop: (call) => operates(call),
  msgget: (call) => finds(call, "a message queue", 1),
  msgsnd: (call) => `puts a message of ${sizeWord(call.number(2))} into queue ${call.number(0) ?? "?"}`,
  msgrcv: (call) => [`takes a message out of queue ${call.number(0) ?? "?"}`, call.returned === undefined ? undefined : sizeWord(call.returned)],
  msgctl: (call) => controls(call, "message queue", 1),
  mq_open: (call) => [`opens the message queue ${call.path(0)}${restOf(call.flags(1), [])}`, call.returned === undefined ? undefined : `it is descriptor ${call.returned}`],
  mq_unlink: (call) => `removes the message queue ${call.path(0)}`,
  mq_timedsend: (call) => `puts ${sizeWord(call.number(2))} into the message queue ${call.descriptor(0)}`,
  mq_timedreceive: (call) => [`takes a message out of the message queue ${call.descriptor(0)}`, call.returned === undefined ? undefined : sizeWord(call.returned)],
};

function finds(call: CallReader, what: string, flags: number): Said {
  const names = call.flags(flags);
  const own = call.constant(0) === "IPC_PRIVATE";
  const verb = own ? "makes" : names.includes("IPC_CREAT") ? "finds or makes" : "finds";
  return [`${verb} ${what}${own ? " of its own" : ""}`, call.returned === undefined ? undefined : `its id is ${call.returned}`];
}

function controls(call: CallReader, what: string, command: number): Said {
  const name = call.constant(command) ?? "an operation";
  const id = call.number(0) ?? "?";
  if (name.includes("IPC_RMID")) return `removes ${what} ${id}`;
  return name.includes("IPC_STAT") ? `reads the state of ${what} ${id}` : `does ${name} on ${what} ${id}`;
}

function operates(call: CallReader): Said {
  const list = call.before(1);
  const changes = list?.kind === "array" ? list.items.map((item) => numberIn(field(item, "sem_op")) ?? 0) : [];
  const verb = changes.length === 0 ? "changes" : changes.every((change) => change > 0) ? "raises" : changes.every((change) => change < 0) ? "lowers, waiting if need be," : "changes or waits for";
  return `${verb} semaphores of set ${call.number(0) ?? "?"}`;
}
