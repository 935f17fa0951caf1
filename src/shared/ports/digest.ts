/** SHA-256 of a text in UTF-8, as 64 lower-case hexadecimal digits. */
export type Digest = { sha256(text: string): string };
