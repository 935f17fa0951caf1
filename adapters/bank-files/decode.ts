import { TextDecoder } from 'node:util';
import { invariant } from '../../src/shared/index.js';
import { problemAt } from './problem-at.js';

/** What the parser is given at once, in bytes: what it makes of it waits in memory. */
const SLICE_BYTES = 64 * 1024;
/** The encoding is said within so many bytes, or not at all. */
const HEAD_BYTES = 1024;
const AT_THE_TOP = { path: 'Document', line: 1 };

/**
 * Turns the bytes of an XML file into text. The encoding is the one of the byte order mark, or the one that the XML
 * declaration names (any that browsers know, windows-1251 among them), or UTF-8.
 *
 * @throws input.invalid when the encoding is unknown, or the bytes are not of it
 */
export async function* decodeXml(source: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let head = Buffer.alloc(0);
  for await (const chunk of source) {
    invariant(chunk instanceof Uint8Array, 'a statement is read as bytes: open its file without an encoding');
    if (decoder !== undefined) {
      yield* slices(decoder, chunk);
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < HEAD_BYTES) continue;
    decoder = decoderOf(head);
    yield* slices(decoder, head);
  }
  if (decoder === undefined) {
    decoder = decoderOf(head);
    yield* slices(decoder, head);
  }
  yield decode(decoder);
}

function* slices(decoder: TextDecoder, bytes: Uint8Array): Generator<string> {
  for (let at = 0; at < bytes.length; at += SLICE_BYTES) yield decode(decoder, bytes.subarray(at, at + SLICE_BYTES));
}

function decode(decoder: TextDecoder, bytes?: Uint8Array): string {
  try {
    return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
  } catch {
    throw problemAt(AT_THE_TOP, `the file has bytes that are not ${decoder.encoding}, its encoding`);
  }
}

function decoderOf(head: Uint8Array): TextDecoder {
  const marked = markOf(head);
  // Up to the end of the declaration every encoding that needs no mark is ASCII.
  const top = new TextDecoder(marked ?? 'latin1').decode(head.subarray(0, HEAD_BYTES));
  const declared = /^<\?xml\s[^>]*?encoding\s*=\s*["']([^"'>]*)["']/.exec(top)?.[1];
  const named = declared === undefined ? undefined : encodingOf(declared);
  // UTF-16 says which end comes first by its mark alone.
  const isUtf16 = (encoding: string | undefined) => encoding?.startsWith('utf-16') ?? false;
  const agrees = named === marked || (isUtf16(named) && isUtf16(marked));
  if (named !== undefined && (marked === undefined ? isUtf16(named) : !agrees)) {
    throw problemAt(AT_THE_TOP, `the file says that it is ${declared}, but its bytes are not`);
  }
  return new TextDecoder(marked ?? named ?? 'utf-8', { fatal: true });
}

function encodingOf(label: string): string {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    throw problemAt(AT_THE_TOP, `the file has the encoding ${label}, which is not known here`);
  }
}

/** The encoding that a byte order mark, or UTF-16 without one, shows. */
function markOf([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return 'utf-16be';
  return (first === 0xff && second === 0xfe) || (first === 0x3c && second === 0) ? 'utf-16le' : undefined;
}
