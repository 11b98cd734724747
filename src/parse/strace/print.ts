import type { Value } from "../../model/trace-event.ts";
import { escapeBytes, escapeHex } from "./escapes.ts";

/** The text strace wrote for a value, from its tree. */
export function printValue(value: Value): string {
  switch (value.kind) {
    case "string": {
      const inner = value.raw ?? (value.hex ? escapeHex(value.value) : escapeBytes(value.value));
      return `${value.abstract ? "@" : ""}"${inner}"${value.truncated ? "..." : ""}`;
    }
    case "number":
      return value.raw ?? String(value.value);
    case "pointer":
    case "unknown":
      return value.raw;
    case "address":
      return value.value;
    case "flags":
      return value.names.join("|");
    case "fd":
      return `${value.fd}${value.note === undefined ? "" : ` /*${value.note}*/`}<${value.raw ?? value.path + (value.device === undefined ? "" : `<${value.device}>`)}>${value.deleted ? "(deleted)" : ""}`;
    case "pid":
      return `${value.pid}<${value.raw ?? value.comm}>`;
    case "struct": {
      const fields = value.fields.map((field) => (field.name === undefined ? "" : `${field.name}=`) + printValue(field.value));
      return `{${[...fields, ...(value.elided ? ["..."] : [])].join(", ")}}`;
    }
    case "array": {
      const items = [...value.items.map(printValue), ...(value.elided ? ["..."] : [])];
      return `${value.inverted ? "~" : ""}[${items.join(value.set ? " " : ", ")}]`;
    }
    case "call":
      return `${value.name}(${value.args.map(printValue).join(", ")})`;
    case "change":
      return `${printValue(value.before)} => ${printValue(value.after)}`;
    case "comment": {
      const note = `/*${value.text}*/`;
      if (!value.of) return note;
      return value.leading ? `${note} ${printValue(value.of)}` : `${printValue(value.of)} ${note}`;
    }
    case "named":
      return `${value.name}=${printValue(value.value)}`;
    case "expression":
      return value.operands.map((operand, at) => printValue(operand) + (value.operators[at] ?? "")).join("");
    case "elided":
      return value.raw ?? "...";
  }
}
