import { dateText, openingDay } from '../../synthetic-year/business-days.js';
import type { MadeReport } from '../../synthetic-year/year.js';

/*
 * What the reports of a year come to, added up one by one by whoever made them: plainly, and with nothing of what the registry decides
 * and counts with, so that one can be held against the other.
 */

/** In fen; each added up in its own way below. */
const amounts = [
  'issued-volume',
  'renewal-volume',
  'top-up-volume',
  'bailout-disbursed',
  'bailout-volume',
  'loan-balance',
  'inclusive-balance',
  'technology-balance',
  'ip-pledge-balance',
] as const;
type Amount = (typeof amounts)[number];

const balances = [
  ['inclusive-balance', 'INCLUSIVE'],
  ['technology-balance', 'TECHNOLOGY'],
  ['ip-pledge-balance', 'IP_PLEDGE'],
] as const;

const countingKinds = new Set([
  'RELIEF_LOAN',
  'JOB_STABILITY_LOAN',
  'GUARANTEED_RELIEF',
  'BRIDGE',
  'RELENDING_FUNDED',
]);

/** What a report adds to what is owed, and to what was owed at the end of the year before. */
const owedSigns: Readonly<Record<string, 1 | -1>> = {
  'loan.opened': 1,
  'loan.issued': 1,
  'loan.repaid': -1,
  'loan.written-off': -1,
};

const fenOf = (text: unknown): number => Math.round(Number(text) * 100);

const monthOf = (day: number): string => dateText(day).slice(0, 7);

interface TypeTotal {
  reports: number;
  fen: bigint;
}

/** Of one institution, or of all of them. */
export class YearTotals {
  private readonly types = new Map<string, TypeTotal>();
  private readonly amounts = new Map<Amount, bigint>();
  private readonly renewedByMonth = new Map<string, bigint>();
  private technologyBefore = 0n;
  private readonly chain = new Set<number>();
  private readonly firstTimers = { all: 0, enterprises: 0 };
  /** By institution and indicator: the last value. */
  private readonly reported = new Map<string, { readonly code: string; readonly fen: bigint }>();

  /** Of those that are recorded. */
  add(report: MadeReport): void {
    const { step, story } = report;
    if (step.expected) return;
    const total = this.types.get(step.type) ?? { reports: 0, fen: 0n };
    total.reports += 1;
    total.fen += BigInt(step.amount);
    this.types.set(step.type, total);
    // What is cancelled was never effective.
    if (!story.steps.some(({ type, expected }) => type === 'loan.cancelled' && !expected))
      this.addEffective(report);
  }

  private addTo(name: Amount, fen: number): void {
    this.amounts.set(name, (this.amounts.get(name) ?? 0n) + BigInt(fen));
  }

  private addEffective({ step, story }: MadeReport): void {
    const { amount, data } = step;
    const sign = owedSigns[step.type];
    if (sign) this.addOwed(sign * amount, step.effective, story.steps[0]?.data['tags']);
    switch (step.type) {
      case 'loan.issued':
        this.addTo('issued-volume', amount);
        this.addChain(story);
        break;
      case 'loan.renewed': {
        const onTop = fenOf(data['topUpAmount']);
        this.addTo('renewal-volume', amount);
        this.addTo('top-up-volume', onTop);
        this.addOwed(onTop, step.effective, story.steps[0]?.data['tags']);
        const month = monthOf(step.effective);
        this.renewedByMonth.set(month, (this.renewedByMonth.get(month) ?? 0n) + BigInt(amount));
        this.addChain(story);
        break;
      }
      case 'borrower.first-time-flagged':
        if (story.claim === 'SUPERSEDED') break;
        this.firstTimers.all += 1;
        if (story.borrower?.description.kind === 'ENTERPRISE') this.firstTimers.enterprises += 1;
        break;
      case 'bailout.disbursed':
      case 'bailout.returned':
        this.addBailout(step.type === 'bailout.disbursed', amount, story.steps[0]?.data['kind']);
        break;
      case 'indicator.reported':
        this.reported.set(`${story.institution} ${story.subject}`, {
          code: story.subject,
          fen: BigInt(amount),
        });
    }
  }

  private addOwed(fen: number, day: number, tags: unknown): void {
    this.addTo('loan-balance', fen);
    for (const [balance, tag] of balances)
      if (Array.isArray(tags) && tags.includes(tag)) {
        this.addTo(balance, fen);
        if (tag === 'TECHNOLOGY' && day <= openingDay) this.technologyBefore += BigInt(fen);
      }
  }

  private addBailout(isDisbursed: boolean, fen: number, kind: unknown): void {
    if (!countingKinds.has(String(kind))) return;
    if (isDisbursed) this.addTo('bailout-disbursed', fen);
    this.addTo('bailout-volume', isDisbursed ? fen : -fen);
  }

  private addChain({ borrower, steps }: MadeReport['story']): void {
    const tags = steps[0]?.data['tags'];
    if (borrower && borrower.description.size !== 'MEDIUM' && Array.isArray(tags) && tags.includes('CHAIN'))
      this.chain.add(borrower.no);
  }

  /** Reports by type, with the sum of what they move. */
  byType(): Readonly<Record<string, { readonly recorded: number; readonly sum: string | null }>> {
    const noSum = (type: string): boolean =>
      /event|extended|reclassified|cancelled|flagged|indicator/.test(type);
    return Object.fromEntries(
      [...this.types]
        .sort()
        .map(([type, { reports, fen }]) => [
          `xudai.${type}.v1`,
          { recorded: reports, sum: noSum(type) ? null : money(fen) },
        ]),
    );
  }

  renewalsByMonth(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.renewedByMonth].sort().map(([month, fen]) => [month, money(fen)]));
  }

  /** By code, as at the end of the year. */
  measures(): Readonly<Record<string, string | null>> {
    const of = (name: Amount): bigint => this.amounts.get(name) ?? 0n;
    const latest = new Map<string, bigint>();
    for (const { code, fen } of this.reported.values()) latest.set(code, (latest.get(code) ?? 0n) + fen);
    return {
      ...Object.fromEntries(amounts.map((name) => [name, money(of(name))])),
      'renewal-volume-with-top-up': money(of('renewal-volume') + of('top-up-volume')),
      'technology-balance-growth': growth(of('technology-balance'), this.technologyBefore),
      'first-time-borrowers': String(this.firstTimers.all),
      'first-time-enterprises': String(this.firstTimers.enterprises),
      'chain-borrowers': String(this.chain.size),
      ...Object.fromEntries(
        [...latest].sort().map(([code, value]) => [code, isCount(code) ? String(value) : money(value)]),
      ),
    };
  }
}

const isCount = (indicator: string): boolean =>
  indicator === 'tech-branches-opened' || indicator === 'medical-account-policies';

const money = (fen: bigint): string =>
  fen < 0n ? `-${money(-fen)}` : `${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`;

/** Four decimals, the rest cut off; null where there was nothing before. */
const growth = (now: bigint, before: bigint): string | null => {
  if (before <= 0n) return null;
  const parts = ((now - before) * 10_000n) / before;
  const size = parts < 0n ? -parts : parts;
  return `${parts < 0n ? '-' : ''}${size / 10_000n}.${String(size % 10_000n).padStart(4, '0')}`;
};
