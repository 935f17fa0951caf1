/** A statement with the name under which each connection prepares it once. */
export type Statement = { readonly name: string; readonly text: string };

let made = 0;

/** Names a statement; made once, when the module that holds it is loaded. */
export function statement(text: string): Statement {
  made += 1;
  return { name: `jinaq_${made}`, text };
}
