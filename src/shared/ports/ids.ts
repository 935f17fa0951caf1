/** The only source of identity and of secrets. */
export type IdGenerator = {
  /** The next UUIDv7 (RFC 9562), lower case with hyphens; later ids sort after earlier ones. */
  next(): string;
  /** A one-time secret of at least 128 random bits, URL-safe. */
  secret(): string;
};
