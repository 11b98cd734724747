/**
 * Cuts the new address and port of a translation apart: `172.17.0.2:80`, `[fd00::2]:80`, `fd00::2`, `:8080`,
 * `10.0.0.1-10.0.0.9:1000-2000`. What is not there is left out.
 */
export function endpointOf(text: string): { toAddress?: string; toPort?: string } {
  const { address, port } = cut(text);
  return { ...(address === "" ? {} : { toAddress: address }), ...(port === "" ? {} : { toPort: port }) };
}

function cut(text: string): { address: string; port: string } {
  const bracket = text.lastIndexOf("]");
  if (text.startsWith("[") && bracket > 0) {
    // a range of IPv6 addresses has two pairs of brackets
    const address = text.slice(0, bracket + 1).replaceAll("[", "").replaceAll("]", "");
    return { address, port: text.slice(bracket + 1).replace(/^:/, "") };
  }
  const colon = text.lastIndexOf(":");
  if (colon < 0) return { address: text, port: "" };
  const isSix = text.indexOf(":") !== colon;
  return isSix ? { address: text, port: "" } : { address: text.slice(0, colon), port: text.slice(colon + 1) };
}
