import type { Clock } from '#calendar';
import type { EventLog, ManyStreams } from '#event-log';
import { factIn, operationsStream, type ProjectionSwitched } from '#facts';
import type { Switched } from '#projections';
import { newFact } from '#recording';

const entered = factIn('operations');

const factOf = (switched: Switched): Pick<ProjectionSwitched, 'type' | 'data'> => {
  const { id, projection, fromVersion, version, seq, comparedSeq, differences } = switched;
  return {
    type: 'ProjectionSwitched',
    data: { projection, rebuild: id, fromVersion, toVersion: version, seq, comparedSeq, differences },
  };
};

/**
 * Records the switch of a projection, and who asked for it. Idempotent, after a crash and for two processes: it looks for the fact in the
 * stream.
 */
export const recordSwitch =
  ({ log, clock }: { readonly log: EventLog & ManyStreams; readonly clock: Clock }) =>
  async (switched: Switched): Promise<string> => {
    const stream = operationsStream(switched.projection);
    for (;;) {
      const [stored = []] = await log.readStreams([{ stream, from: 0 }]);
      const said = stored.find((fact) => entered(fact).data.rebuild === switched.id);
      const position = said && (await log.positionOf(stream, said.revision));
      if (position) return position;
      const author = { actor: switched.askedBy, correlationId: null };
      const result = await log.append({
        stream,
        expectedRevision: stored.at(-1)?.revision ?? 'none',
        facts: [newFact(factOf(switched), author, clock.now())],
      });
      if (result.outcome === 'appended') return result.position;
    }
  };
