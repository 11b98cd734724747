import { Box, Text, useApp, useInput, useStdout } from "ink";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Snapshot } from "../model/snapshot.ts";
import type { Block } from "../render/document.ts";
import { escapeTerminal } from "../render/escape.ts";
import { renderText } from "../render/text.ts";
import { cut, pad } from "../render/width.ts";
import { actionOf, keymap } from "./keymap.ts";
import { conceptBlocks } from "./panels/concepts.ts";
import { panels } from "./panels/index.ts";
import { pathTo } from "./path-blocks.ts";
import { theme } from "./theme.ts";

export interface ExplorerProps {
  /** asks the host */
  readonly load: () => Promise<Snapshot>;
  readonly color: boolean;
  /** said in the head line: which host this is */
  readonly name: string;
}

/** What stands in the place of the chosen line's detail. */
type Over = { readonly kind: "concept"; readonly id: string } | { readonly kind: "path"; readonly destination: string } | { readonly kind: "help" };

/** The line that is being typed. */
interface Prompt { readonly kind: "filter" | "path"; readonly text: string }

/** From this width on, list and detail stand side by side. */
const besideFrom = 90;

/** The explorer: panels with a list and what is said about the chosen line. */
export function Explorer({ load, color, name }: ExplorerProps): React.JSX.Element {
  const { exit } = useApp();
  const { columns, rows } = useSize();
  const [snapshot, setSnapshot] = useState<Snapshot>();
  const [problem, setProblem] = useState("");
  const [panelAt, setPanelAt] = useState(0);
  const [chosen, setChosen] = useState(0);
  const [scroll, setScroll] = useState(0);
  const [filter, setFilter] = useState("");
  const [over, setOver] = useState<Over>();
  const [prompt, showPrompt] = useState<Prompt>();
  // Keys may come faster than the screen is drawn: what is being typed must not wait for that.
  const typed = useRef<Prompt>(undefined);
  const setPrompt = (next: Prompt | undefined): void => (typed.current = next, showPrompt(next));

  const refresh = (): void => {
    setProblem("asking the host …");
    load().then((fresh) => (setSnapshot(fresh), setProblem("")), (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)));
  };
  useEffect(refresh, []);

  const panel = panels[panelAt];
  const all = useMemo(() => (snapshot && panel ? panel.items(snapshot) : []), [snapshot, panel]);
  const items = useMemo(() => all.filter((item) => `${item.label} ${item.remark ?? ""}`.toLowerCase().includes(filter.toLowerCase())), [all, filter]);
  const at = Math.max(0, Math.min(chosen, items.length - 1));
  const item = items[at];

  const isBeside = columns >= besideFrom;
  const room = Math.max(4, rows - 4);
  const listWidth = isBeside ? Math.floor(columns * 0.36) : columns;
  const listRows = isBeside ? room : Math.max(2, Math.min(items.length, Math.floor(room * 0.4)));
  const detailWidth = isBeside ? columns - listWidth - 3 : columns;
  const detailRows = isBeside ? room : room - listRows - 1;
  const blocks = !snapshot ? [] : over ? overBlocks(over, snapshot) : item ? item.blocks() : [{ kind: "paragraph", text: all.length > 0 ? `No line holds "${filter}".` : panel?.empty ?? "" } as const];
  const detail = useMemo(() => renderText(blocks, { width: Math.max(20, detailWidth), color }).split("\n"), [snapshot, over, item, detailWidth, color, filter]);
  const lastScroll = Math.max(0, detail.length - detailRows);
  const top = Math.min(scroll, lastScroll);

  const move = (to: (from: number) => number): void => (setChosen((from) => Math.max(0, Math.min(to(Math.min(from, items.length - 1)), items.length - 1))), setScroll(0), setOver(undefined));
  const turn = (step: number): void => (setPanelAt((from) => (from + step + panels.length) % panels.length), setChosen(0), setScroll(0), setOver(undefined), setFilter(""));
  const show = (next: Over | undefined): void => (setOver(next), setScroll(0));

  useInput((input, key) => {
    const action = actionOf(input, { ...key });
    if (typed.current) return typeInto(typed.current, input, key);
    switch (action) {
      case "quit": return exit();
      case "next-panel": return turn(1);
      case "previous-panel": return turn(-1);
      case "down": return move((from) => from + 1);
      case "up": return move((from) => from - 1);
      case "first": return move(() => 0);
      case "last": return move(() => items.length - 1);
      case "page-down": return setScroll(Math.min(lastScroll, top + Math.max(1, detailRows - 1)));
      case "page-up": return setScroll(Math.max(0, top - Math.max(1, detailRows - 1)));
      case "concept": return item?.concept === undefined ? undefined : show({ kind: "concept", id: item.concept });
      case "back": return over ? show(undefined) : setFilter("");
      case "filter": return setPrompt({ kind: "filter", text: filter });
      case "path": return setPrompt({ kind: "path", text: "" });
      case "help": return show(over?.kind === "help" ? undefined : { kind: "help" });
      case "refresh": return refresh();
      case undefined:
    }
  });

  const typeInto = (prompt: Prompt, input: string, key: { return?: boolean; escape?: boolean; backspace?: boolean; delete?: boolean; ctrl?: boolean; meta?: boolean; tab?: boolean }): void => {
    if (key.ctrl === true && input === "c") return exit();
    if (key.escape === true) return setPrompt(undefined);
    if (key.return === true) {
      if (prompt.kind === "path" && prompt.text !== "") show({ kind: "path", destination: prompt.text.trim() });
      return setPrompt(undefined);
    }
    const text = key.backspace === true || key.delete === true ? prompt.text.slice(0, -1)
      : key.ctrl === true || key.meta === true || key.tab === true ? prompt.text : prompt.text + input.replace(/[\u0000-\u001f\u007f]/g, "");
    setPrompt({ ...prompt, text });
    if (prompt.kind !== "filter") return;
    setFilter(text);
    setChosen(0);
    setScroll(0);
  };

  const first = Math.max(0, Math.min(at - Math.floor(listRows / 2), items.length - listRows));
  const visible = items.slice(first, first + listRows);
  const list = (
    <Box flexDirection="column" width={listWidth} height={listRows} flexShrink={0}>
      {visible.map((each, index) => {
        const line = pad(cut(escapeTerminal(`${first + index === at ? "› " : "  "}${each.label}${each.remark ? `  ${each.remark}` : ""}`), listWidth), listWidth);
        return <Text key={first + index} inverse={first + index === at} wrap="truncate">{line}</Text>;
      })}
    </Box>
  );
  const lines = detail.slice(top, top + detailRows);
  const told = (
    <Box flexDirection="column" width={detailWidth} height={detailRows} flexShrink={0}>
      {lines.map((line, index) => <Text key={index} wrap="truncate">{line === "" ? " " : line}</Text>)}
    </Box>
  );
  return (
    <Box flexDirection="column" width={columns} height={rows - 1}>
      <Text wrap="truncate">{headLine(panelAt, columns, name)}</Text>
      <Text color={theme.quiet} wrap="truncate">{"─".repeat(columns)}</Text>
      {isBeside
        ? <Box height={room}>{list}<Box width={3} flexShrink={0} flexDirection="column">{Array.from({ length: room }, (_, index) => <Text key={index} color={theme.quiet}> │ </Text>)}</Box>{told}</Box>
        : <Box flexDirection="column" height={room}>{list}<Text color={theme.quiet} wrap="truncate">{"─".repeat(columns)}</Text>{told}</Box>}
      {prompt
        ? <Text color={theme.prompt} wrap="truncate">{prompt.kind === "path" ? "path to: " : "filter: "}{escapeTerminal(prompt.text)}▏</Text>
        : <Text color={theme.quiet} wrap="truncate">{footLine(problem, filter, top < lastScroll, items.length === 0 ? 0 : at + 1, items.length)}</Text>}
    </Box>
  );
}

function overBlocks(over: Over, snapshot: Snapshot): readonly Block[] {
  if (over.kind === "concept") return conceptBlocks(over.id, snapshot);
  if (over.kind === "path") return pathTo(over.destination, snapshot);
  return [{ kind: "title", text: "Keys" }, { kind: "facts", rows: keymap.map((binding) => ({ label: binding.shown, value: binding.does })) }];
}

/** All tabs where they fit; otherwise the one that is open and how many there are. */
function headLine(panelAt: number, columns: number, name: string): string {
  const all = panels.map((panel, index) => (index === panelAt ? `[${panel.title}]` : ` ${panel.title} `)).join("");
  const host = `  ${escapeTerminal(name)}`;
  if (all.length + host.length <= columns) return all + host;
  return all.length <= columns ? all : `‹ [${panels[panelAt]?.title ?? ""}] ›  ${panelAt + 1} of ${panels.length}${host}`;
}

function footLine(problem: string, filter: string, hasMore: boolean, at: number, length: number): string {
  if (problem !== "") return escapeTerminal(problem);
  return `${at}/${length}${filter === "" ? "" : `  filter "${escapeTerminal(filter)}"`}${hasMore ? "  PgDn more" : ""}  Tab panels  Enter concept  / filter  p path  ? keys  q quit`;
}

function useSize(): { columns: number; rows: number } {
  const { stdout } = useStdout();
  const read = (): { columns: number; rows: number } => ({ columns: Math.max(20, stdout.columns || 80), rows: Math.max(8, stdout.rows || 24) });
  const [size, setSize] = useState(read);
  useEffect(() => {
    const onResize = (): void => setSize(read());
    stdout.on("resize", onResize);
    return () => void stdout.off("resize", onResize);
  }, [stdout]);
  return size;
}
