import { LRUCache } from 'lru-cache';
import type { DefinitionsInForce } from '#figures';

/** Whether some of what is in force is not filled in yet. */
export const isUnderWay = ({ measures, targets }: DefinitionsInForce): boolean =>
  [...measures.values(), ...targets.flatMap(({ narrowed }) => [...(narrowed?.values() ?? [])])].some(
    ({ complete }) => !complete,
  ) || targets.some(({ unfilled }) => unfilled);

/** Of a programme and a place each has some tens of kilobytes. */
const mostRemembered = 32;

/**
 * Definitions in force, by programme and by the name of the newest of them (`ProjectionState`). What is in force under a name never changes
 * once all of it is filled in, and reading it takes as long as reading a figure.
 */
export class RememberedDefinitions {
  private readonly known = new LRUCache<string, DefinitionsInForce>({ max: mostRemembered });

  /** `name`: null where none is known, so that they are read. */
  async of(
    programme: string,
    name: string | null,
    read: () => Promise<DefinitionsInForce>,
  ): Promise<DefinitionsInForce> {
    if (name === null) return read();
    const key = `${programme} ${name}`;
    const known = this.known.get(key);
    if (known) return known;
    const definitions = await read();
    if (!isUnderWay(definitions)) this.known.set(key, definitions);
    return definitions;
  }
}
