/** Why a file could not be used, in the word of the system: `ENOENT`, `EACCES`. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'failed';
}
