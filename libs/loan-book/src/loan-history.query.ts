import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { LRUCache } from 'lru-cache';
import pg from 'pg';
import type { LoanHistoryItem } from '#contract';
import { changeOf, loanStream, type SequencedFact } from '#facts';
import { type InstitutionCode, isIdentifier, type LoanId } from '#identifiers';
import { charactersOf, decodeCursor, encodeCursor, type KeysetPage, mostCharacters } from '#keyset';
import { factColumns, isAppliedSql } from '#projections';
import { factsOfBorrowers } from './borrower-facts.query.js';
import { markedItems } from './history-marks.query.js';
import { loanBookProjection } from './loan-book.projection.js';
import { type KnownThen, loanHistory, type LoanKnown, nothingKnown } from './loan-history.js';

/** Each fact of a loan with the state after it, or null when there is no such loan. @throws MalformedCursor */
export class LoanHistoryQuery extends Query<KeysetPage<LoanHistoryItem> | null> {
  constructor(
    readonly asked: {
      readonly institution: InstitutionCode;
      readonly loanId: LoanId;
      readonly limit: number;
      readonly cursor?: string;
    },
  ) {
    super();
  }
}

const columns = factColumns('facts');

/** Facts that are folded at a time on the way to a page, and how far apart the states are that are kept on it. */
const stretch = 250;
/** Facts of a page that are read first: by them is judged how many more there is room for. */
const firstPart = 25;
/** States kept, of all loans together. */
const mostKept = 2_000;

type Read = (after: number, limit: number) => Promise<readonly SequencedFact[]>;

/** The facts of a loan that one question reads beside those that it shows: from the first one on, each once. */
class RecordedFacts {
  private readonly found: SequencedFact[] = [];

  constructor(private readonly read: Read) {}

  /** Up to the last of these that changes another: a change is shown by the whole history with it applied. None where there is none. */
  async changedIn(facts: readonly SequencedFact[]): Promise<readonly SequencedFact[]> {
    const last = facts.findLast((fact) => changeOf(fact));
    if (!last) return [];
    const missing = last.revision + 1 - this.found.length;
    if (missing > 0) this.found.push(...(await this.read(this.found.length - 1, missing)));
    return this.found;
  }
}

/** A loan, with what was read of it for one question. */
interface OneLoan {
  readonly stream: string;
  readonly recorded: RecordedFacts;
}

/**
 * A page reads what it shows; with a correction or reversal in it, the loan once. What its states rest on is kept from the page before it; where it is not, the fold begins at the
 * last place before it that is kept, or from nothing, stretch by stretch, and keeps what it passes. Facts never change, so that a
 * kept state is as true as one folded anew.
 */
@QueryHandler(LoanHistoryQuery)
export class LoanHistoryHandler implements IQueryHandler<LoanHistoryQuery> {
  private readonly kept = new LRUCache<string, LoanKnown>({ max: mostKept });

  constructor(private readonly pool: pg.Pool) {}

  async execute({ asked }: LoanHistoryQuery): Promise<KeysetPage<LoanHistoryItem> | null> {
    const { institution, loanId, limit, cursor } = asked;
    const [after] = cursor === undefined ? [-1] : decodeCursor(cursor, ['revision']);
    if (![institution, loanId].every(isIdentifier)) return null;
    const stream = loanStream(institution, loanId);
    const recorded = new RecordedFacts((from, most) => this.facts(stream, from, most));
    const part = Math.min(limit, firstPart);
    const found = await this.facts(stream, after, part + 1);
    if (found.length === 0)
      return (await this.facts(stream, -1, 1)).length === 0 ? null : { items: [], next: null };
    const loan = { stream, recorded };
    const page = await this.page(loan, await this.knownAt(loan, after), { found, part, limit });
    return { ...page, items: await markedItems(this.pool, stream, page.items) };
  }

  /**
   * Part by part, each of `found` but its last fact, which only says that there are more. Ends with the part that fills the page: a fact
   * may have 64 KiB, and each state all legs of the loan.
   */
  private async page(
    loan: OneLoan,
    from: LoanKnown,
    { found, part, limit }: { found: readonly SequencedFact[]; part: number; limit: number },
  ): Promise<KeysetPage<KnownThen>> {
    const items: KnownThen[] = [];
    let [known, left] = [from, mostCharacters];
    for (;;) {
      const history = await this.fold(loan, known, found.slice(0, part));
      known = history.known;
      items.push(...history.items);
      left -= charactersOf(history.items);
      const next = found[part];
      if (!next) return { items, next: null };
      if (left <= 0 || items.length >= limit) return { items, next: encodeCursor([known.revision]) };
      // States grow with each leg: the last one says best how many more fit, as long as those are not many times more.
      const fitting = Math.ceil(left / charactersOf(history.items.at(-1)));
      part = Math.min(limit - items.length, fitting, 2 * part);
      found = [next, ...(await this.facts(loan.stream, next.revision, part))];
    }
  }

  /** What the state after this fact rests on. */
  private async knownAt(loan: OneLoan, revision: number): Promise<LoanKnown> {
    const { stream } = loan;
    let known = this.nearest(stream, revision);
    while (known.revision < revision) {
      const end = Math.min(revision, known.revision + stretch - ((known.revision + 1) % stretch));
      const facts = await this.facts(stream, known.revision, end - known.revision);
      if (facts.length === 0) throw new Error(`${stream} has no revision ${known.revision + 1}.`);
      ({ known } = await this.fold(loan, known, facts));
    }
    return known;
  }

  private nearest(stream: string, revision: number): LoanKnown {
    const exactly = this.kept.get(`${stream} ${revision}`);
    if (exactly) return exactly;
    for (let end = revision - ((revision + 1) % stretch); end >= 0; end -= stretch) {
      const known = this.kept.get(`${stream} ${end}`);
      if (known) return known;
    }
    return nothingKnown;
  }

  private async fold(
    { stream, recorded }: OneLoan,
    from: LoanKnown,
    facts: readonly SequencedFact[],
  ): Promise<ReturnType<typeof loanHistory>> {
    const others = {
      ofBorrowers: await factsOfBorrowers(this.pool, stream, { known: from, ofLoan: facts }),
      recorded: await recorded.changedIn(facts),
    };
    const history = loanHistory(facts, others, from);
    this.kept.set(`${stream} ${history.known.revision}`, history.known);
    return history;
  }

  /** None that the page of the loan does not show yet. */
  private async facts(stream: string, after: number, limit: number): Promise<readonly SequencedFact[]> {
    const { rows } = await this.pool.query<SequencedFact>(
      `select ${columns}
         from facts
        where stream = $1 and revision > $2
          and seq <= (select seq from projection_checkpoints where name = $4) and ${isAppliedSql('$4')}
        order by revision
        limit $3`,
      [stream, after, limit, loanBookProjection.name],
    );
    return rows;
  }
}
