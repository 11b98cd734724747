/** Colours of the explorer, by what they are for; ink leaves them out under NO_COLOR. */
export const theme = {
  panel: "cyan",
  prompt: "yellow",
  quiet: "gray",
} as const;
