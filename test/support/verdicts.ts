import pg from 'pg';

/** A fact of the arbiter as it stands in the table of facts. */
export interface Verdict {
  readonly seq: number;
  readonly stream: string;
  readonly type: string;
  readonly claim: string;
  readonly reason: string | null;
  readonly held: boolean;
  readonly causedBy: number;
}

/** Everything that was ever said of claims, in the order of recording. */
export const verdictsIn = async (databaseUrl: string): Promise<readonly Verdict[]> => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<Verdict>(
    `select seq::integer as seq, stream, type, institution || '|' || (data->>'loanId') as claim, data->>'reason' as reason,
            (data->>'held')::boolean as held, (data->>'causedBy')::integer as "causedBy"
       from facts where stream like 'borrower-%' and type <> 'FirstTimeContestDecided' order by seq`,
  );
  await client.end();
  return rows;
};

/** What is wrong with a history of verdicts, in sentences; nothing when all is well. */
export const faultsOf = (verdicts: readonly Verdict[]): readonly string[] => {
  const holders = new Map<string, string>();
  const last = new Map<string, string>();
  const causes = new Map<string, number>();
  return verdicts.flatMap(({ seq, stream, type, claim, reason, held, causedBy }) => {
    const faults: string[] = [];
    const holder = holders.get(stream);
    const said = `${type} ${reason}`;
    if (held !== (holder === claim)) faults.push(`${seq}: ${claim} is said to have held: ${held}`);
    if (type === 'FirstTimeRecognised' && holder !== undefined)
      faults.push(`${seq}: ${claim} is recognised beside ${holder}`);
    if (last.get(claim) === said) faults.push(`${seq}: ${said} was said of ${claim} before`);
    if (causedBy < (causes.get(stream) ?? 0)) faults.push(`${seq}: answers ${causedBy} after a later cause`);
    if (causedBy >= seq) faults.push(`${seq}: comes before its cause`);
    if (type === 'FirstTimeRecognised') holders.set(stream, claim);
    else if (holder === claim) holders.delete(stream);
    last.set(claim, said);
    causes.set(stream, causedBy);
    return faults;
  });
};
