import { render } from "ink";
import { onExit } from "signal-exit";
import { Explorer, type ExplorerProps } from "./explorer.tsx";

const enter = "\u001b[?1049h\u001b[H";
const leave = "\u001b[?1049l\u001b[?25h";

/** Opens the explorer on the terminal's second screen and gives the first one back, however it ends. Resolves when it was left. */
export async function startExplorer(props: ExplorerProps): Promise<void> {
  let isOpen = true;
  const restore = (): void => {
    if (isOpen) process.stdout.write(leave);
    isOpen = false;
  };
  process.stdout.write(enter);
  // also for SIGTERM and SIGHUP, which run no exit handler by themselves
  const forget = onExit(restore);
  try {
    // ink 6.8 loses count of lines when only changed ones are written: the whole frame is drawn
    const app = render(<Explorer {...props} />, { exitOnCtrlC: false, patchConsole: false });
    await app.waitUntilExit();
  } finally {
    restore();
    forget();
  }
}
