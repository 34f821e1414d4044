import { derivedFacts, noteDerived, noteMet, type Projection, readAmendments } from '#projections';
import { concerningFact } from './concerning-fact.js';
import { firstTimeDossier, firstTimeLoan, knownBefore, writeKnown } from './dossier.table.js';
import { amendedLoans, followFacts } from './follow-facts.js';
import { isArbitration } from './settled.js';
import { settleClaims, type ArbiterDependencies } from './settle-claims.log.js';

/** The checkpoint and the lock go by it, and whoever waits for what it derives. */
export const arbiterName = 'arbiter';

/**
 * Settles first-time claims across banks. A follower like those of the projections, with the dossiers as its rows; beside them
 * it appends to the log what became of each claim. That goes over another connection and is not undone with the
 * transaction: a step that is taken again finds in the stream what it appended (settle-claims.log.ts).
 */
export const arbiter = (dependencies: ArbiterDependencies): Projection => ({
  name: arbiterName,
  version: 1,
  tables: [firstTimeLoan, firstTimeDossier, derivedFacts],
  appends: true,
  apply: async (facts, connection) => {
    const concerning = facts.flatMap((fact) => concerningFact(fact) ?? []);
    const amended = amendedLoans(await readAmendments(connection, concerning));
    const known = await knownBefore(concerning, amended, connection);
    const followed = followFacts(known, concerning, amended);
    // A loan begins with the first fact of its stream.
    const begun = new Set(concerning.flatMap(({ stream, revision }) => (revision === 0 ? stream : [])));
    await writeKnown(followed, { before: known, begun }, connection);
    const derived = await settleClaims(dependencies, followed.steps);
    await noteDerived(
      arbiterName,
      derived.map(({ stream, revision, data }) => ({ cause: data.causedBy, stream, revision })),
      connection,
    );
    await noteMet(arbiterName, facts.filter(isArbitration), connection);
  },
});
