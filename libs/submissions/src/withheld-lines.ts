import { containsResidentNumber, findResidentNumber, type InstitutionCode } from '#identifiers';
import {
  type Answered,
  answeredUnread,
  readReport,
  type ReportLine,
  reportLines,
  type SubmittedReport,
} from '#intake';
import type { Chunk } from './spool-chunks.js';

/*
 * A resident identity number is never stored, in the spool neither. A line that holds one is not kept: what would be answered of it is, and
 * the line is left empty, so that all others keep their numbers.
 */

/** By line, what is answered of a report that is not kept. */
export type Withheld = readonly (readonly [line: number, outcome: Answered])[];

export interface KeptChunk extends Chunk {
  readonly withheld: Withheld;
}

/** By which the number would be another text in JSON than it is. */
const escape = '\\u';

const mayHoldNumber = (text: string, today: string): boolean =>
  text.includes(escape) || containsResidentNumber(text, today);

const answeredInstead = (
  line: ReportLine,
  institution: InstitutionCode,
  today: string,
): Answered | undefined => {
  // Where it cannot be read, nobody can say that there is none.
  if (line.is !== 'json') return answeredUnread(line, today);
  const value = line.value();
  if (!findResidentNumber(value, today)) return undefined;
  const reading = readReport(value, institution, today);
  return reading.outcome === 'read' ? (reading.ownership ?? undefined) : reading;
};

/** The chunk as it may be kept. `today` is the Shanghai day, `YYYY-MM-DD`. */
export const withoutResidentNumbers = async (
  chunk: Chunk,
  { institution, today }: { readonly institution: InstitutionCode; readonly today: string },
): Promise<KeptChunk> => {
  if (!mayHoldNumber(chunk.bytes.toString(), today)) return { ...chunk, withheld: [] };
  const withheld: (readonly [number, Answered])[] = [];
  const kept: Buffer[] = [];
  let line = chunk.firstLine;
  for (let from = 0, to = 0; from < chunk.bytes.length; from = to, line += 1) {
    const end = chunk.bytes.indexOf(0x0a, from);
    to = end < 0 ? chunk.bytes.length : end + 1;
    const bytes = chunk.bytes.subarray(from, to);
    const outcome = await outcomeOf(bytes, line, { institution, today });
    if (outcome) withheld.push([line, outcome]);
    kept.push(outcome ? bytes.subarray(end < 0 ? bytes.length : bytes.length - 1) : bytes);
  }
  return withheld.length === 0 ? { ...chunk, withheld } : { ...chunk, bytes: Buffer.concat(kept), withheld };
};

const outcomeOf = async (
  bytes: Buffer,
  line: number,
  { institution, today }: { readonly institution: InstitutionCode; readonly today: string },
): Promise<Answered | undefined> => {
  if (!mayHoldNumber(bytes.toString(), today)) return undefined;
  for await (const report of reportLines([bytes], line)) return answeredInstead(report, institution, today);
  return undefined;
};

/** The reports of a chunk that was kept, in the order of the file; of those that are known already what was answered. */
export async function* keptReports(
  { firstLine, bytes, withheld }: Omit<KeptChunk, 'reports'>,
  known: ReadonlyMap<number, Answered>,
): AsyncGenerator<SubmittedReport, void, undefined> {
  let next = 0;
  const withheldBefore = function* (line: number): Generator<SubmittedReport, void, undefined> {
    for (; next < withheld.length; next += 1) {
      const [of, outcome] = withheld[next] as Withheld[number];
      if (of > line) return;
      yield { is: 'answered', outcome, line: of };
    }
  };
  for await (const report of reportLines([bytes], firstLine)) {
    const { line, bytes: size } = report;
    yield* withheldBefore(line);
    const outcome = known.get(line);
    yield outcome ? { is: 'answered', outcome, line, bytes: size } : report;
  }
  yield* withheldBefore(Infinity);
}
