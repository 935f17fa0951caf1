/** How far a database's schema is. */
export type SchemaState = {
  readonly database: 'sqlite' | 'postgres';
  /** The schema that the database has; 0 where it has none. */
  readonly schema: number;
  /** The schema that this program knows. */
  readonly latest: number;
  /** Steps that are still to be taken. */
  readonly pending: number;
};

export type MigrationReport = {
  readonly from: number;
  readonly to: number;
  /** What is left for an administrator to do. */
  readonly notes: readonly string[];
};

export type DatabaseReport = { readonly ok: boolean; readonly problems: readonly string[] };

/** What somebody who looks after a database does with it; the database need not have a schema yet. */
export type DatabaseDesk = {
  /** @throws store.unavailable store.schema-too-new */
  status(): Promise<SchemaState>;
  /** @throws store.unavailable store.schema-too-new store.schema-too-old */
  migrate(): Promise<MigrationReport>;
  /** @throws store.unavailable store.schema-too-new */
  check(): Promise<DatabaseReport>;
};
