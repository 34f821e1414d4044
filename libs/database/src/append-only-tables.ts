/** Tables that only grow: the app's login may read and insert, and nothing else. */
export const appendOnlyTables: readonly string[] = ['facts', 'refusals', 'submission_chunk'];

/** Tables that only migrations write. */
export const migrationTables: readonly string[] = ['migrations', 'projection_tables'];

/** What the app's login may call of the functions that are not open to everybody: they run as the owner, within their own bounds. */
export const ownersFunctions: readonly string[] = [
  'prune_refusals(integer, integer, integer)',
  'discard_submission_chunks(uuid)',
  'prune_submissions(integer, integer, integer)',
  'prepare_rebuild(uuid)',
  'analyze_rebuild(text)',
  'switch_rebuild(uuid)',
  'drop_rebuilt(text)',
];
