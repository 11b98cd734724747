/** What a key does in the explorer. */
export type Action = "quit" | "next-panel" | "previous-panel" | "up" | "down" | "page-up" | "page-down" | "first" | "last" | "concept" | "back" | "filter" | "path" | "help" | "refresh";

/** One row of the key table: the help screen and the foot line are made from it. */
export interface KeyBinding {
  readonly action: Action;
  /** names of special keys as ink has them, or characters */
  readonly keys: readonly string[];
  readonly shown: string;
  readonly does: string;
}

export const keymap: readonly KeyBinding[] = [
  { action: "next-panel", keys: ["tab", "rightArrow", "l"], shown: "Tab →", does: "next panel" },
  { action: "previous-panel", keys: ["shift-tab", "leftArrow", "h"], shown: "⇧Tab ←", does: "previous panel" },
  { action: "down", keys: ["downArrow", "j"], shown: "↓ j", does: "next line" },
  { action: "up", keys: ["upArrow", "k"], shown: "↑ k", does: "line before" },
  { action: "page-down", keys: ["pageDown", " "], shown: "PgDn", does: "scroll what is said on" },
  { action: "page-up", keys: ["pageUp"], shown: "PgUp", does: "scroll it back" },
  { action: "first", keys: ["g", "home"], shown: "g", does: "first line" },
  { action: "last", keys: ["G", "end"], shown: "G", does: "last line" },
  { action: "concept", keys: ["return"], shown: "Enter", does: "the concept behind it" },
  { action: "back", keys: ["escape"], shown: "Esc", does: "back, or drop the filter" },
  { action: "filter", keys: ["/"], shown: "/", does: "show only lines that hold a word" },
  { action: "path", keys: ["p"], shown: "p", does: "path to an address that you type" },
  { action: "refresh", keys: ["r"], shown: "r", does: "ask the host again" },
  { action: "help", keys: ["?"], shown: "?", does: "these keys" },
  { action: "quit", keys: ["q", "ctrl-c"], shown: "q", does: "quit" },
];

/** The action of a key press; undefined for keys that do nothing. `pressed` are the names of special keys that are down. */
export function actionOf(input: string, pressed: Readonly<Record<string, unknown>>): Action | undefined {
  const name = pressed["ctrl"] === true ? `ctrl-${input}`
    : pressed["tab"] === true ? (pressed["shift"] === true ? "shift-tab" : "tab")
    : Object.keys(pressed).find((key) => pressed[key] === true && key !== "shift" && key !== "meta") ?? input;
  return keymap.find((binding) => binding.keys.includes(name))?.action;
}
