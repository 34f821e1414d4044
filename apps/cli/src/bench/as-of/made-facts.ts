import { createHash } from 'node:crypto';
import { canonicalJson, sha256Hex } from '#canonical-json';
import {
  bailoutStream,
  borrowerStream,
  type FactMetadata,
  factValues,
  indicatorStream,
  loanStream,
  type SequencedFact,
} from '#facts';
import { asBailoutProgrammeCode, type InstitutionCode, asLoanId } from '#identifiers';
import { dateText, dayAt } from '../../synthetic-year/business-days.js';
import { institutionAt } from '../../synthetic-year/parties.js';
import type { Step, Story } from '../../synthetic-year/story.js';
import type { MadeReport } from '../../synthetic-year/year.js';

/* The facts that the registry would have recorded, had the reports of the year come on their days. */

interface Repeated {
  readonly type: string;
  /** Member of the data that holds the report's subject. */
  readonly subject: string;
}

const repeated: ReadonlyMap<string, Repeated> = new Map(
  Object.values(factValues).flatMap(({ type, report }) =>
    report ? [[report.type as string, { type, subject: report.subject as string }] as const] : [],
  ),
);

const hourMs = 3_600_000;
/** Nine in the morning in Shanghai. */
const morningOf = (place: number): number => (dayAt(place) * 24 + 1) * hourMs;

/** Ids and salts that follow from what they are of. */
const marksOf = (institution: InstitutionCode, reportId: string, place: number, of = '') => {
  const hex = createHash('sha256').update(`${institution}|${reportId}|${of}`).digest('hex');
  const at = morningOf(place).toString(16).padStart(12, '0');
  return {
    eventId: `${at.slice(0, 8)}-${at.slice(8)}-7${hex.slice(0, 3)}-a${hex.slice(3, 6)}-${hex.slice(6, 18)}`,
    salt: hex.slice(32),
  };
};

const streamOf = (institution: InstitutionCode, { subject, steps, borrower }: Story): string => {
  if (!borrower) return indicatorStream(institution, subject);
  const programme = steps[0]?.data['programme'];
  return typeof programme === 'string'
    ? bailoutStream(institution, asBailoutProgrammeCode(programme))
    : loanStream(institution, asLoanId(subject));
};

/** A loan has its stream to itself: revisions are the places of its steps. */
const isOfLoan = ({ borrower, steps }: Story): boolean =>
  borrower !== null && steps[0]?.data['programme'] === undefined;

const reportIdOf = ({ subject }: Story, no: number): string => `${subject}-${no}`;

/** What the fact of a report holds: its subject by name, and of a return its disbursement's kind. */
const storedData = ({ subject, steps }: Story, { type, data }: Step, of: Repeated): object => ({
  [of.subject]: subject,
  ...data,
  ...(type === 'bailout.returned' ? { kind: steps[0]?.data['kind'] } : {}),
});

/** Counts places and revisions while the facts are made in order. */
export class MadeFacts {
  private seq: number;
  private place = -1;
  private madeOfDay = 0;
  private readonly heads = new Map<string, number>();
  /** Revisions of what is changed later, in streams that many share. */
  private readonly revisions = new Map<string, number>();

  constructor(after: number) {
    this.seq = after;
  }

  /** Those of one report: a claim is recognised at once. */
  *of(report: MadeReport): Generator<SequencedFact> {
    if (report.step.place !== this.place) this.madeOfDay = 0;
    this.place = report.step.place;
    const fact = this.next(this.reported(report));
    yield fact;
    if (fact.type === 'FirstTimeClaimed') yield this.next(recognised(report, fact));
  }

  private next(fact: Omit<SequencedFact, 'seq' | 'recordedAt'>): SequencedFact {
    this.seq += 1;
    const recordedAt = new Date(morningOf(this.place) + this.madeOfDay * 3).toISOString();
    this.madeOfDay += 1;
    return { ...fact, seq: this.seq, recordedAt, metadata: { ...fact.metadata, stampedAt: recordedAt } };
  }

  private revisionOf(stream: string, { story, no }: MadeReport): number {
    if (isOfLoan(story)) return no;
    const revision = (this.heads.get(stream) ?? -1) + 1;
    this.heads.set(stream, revision);
    if (story.steps.some(({ changes }) => changes === no))
      this.revisions.set(`${stream} ${reportIdOf(story, no)}`, revision);
    return revision;
  }

  private reported(report: MadeReport): Omit<SequencedFact, 'seq' | 'recordedAt'> {
    const { story, step, no } = report;
    const institution = institutionAt(story.institution).code;
    const stream = streamOf(institution, story);
    const reportId = reportIdOf(story, no);
    const { eventId, salt } = marksOf(institution, reportId, step.place);
    const effectiveDate = dateText(step.effective);
    const subject = step.changes === undefined ? story.subject : reportIdOf(story, step.changes);
    const content = { type: `xudai.${step.type}.v1`, subject, data: { effectiveDate, ...step.data } };
    const metadata: FactMetadata = {
      reportId,
      source: `/institutions/${institution}`,
      time: null,
      reportDigest: sha256Hex(canonicalJson(content)),
      stampedAt: '',
      actor: 'key:made',
      ruleSetVersion: 1,
      flags: step.flags,
      causationId: null,
      correlationId: null,
      salt,
      extensions: {},
    };
    const revision = this.revisionOf(stream, report);
    const { type, data } =
      step.changes === undefined ? plain(story, step) : this.change(institution, stream, story, step);
    return { stream, revision, eventId, type, effectiveDate, institution, data, metadata };
  }

  private change(institution: InstitutionCode, stream: string, story: Story, step: Step) {
    const no = step.changes ?? 0;
    const original = story.steps[no] ?? step;
    const reportId = reportIdOf(story, no);
    const revision = isOfLoan(story) ? no : (this.revisions.get(`${stream} ${reportId}`) ?? 0);
    const { eventId } = marksOf(institution, reportId, original.place);
    const { reason, replacement } = step.data;
    const corrects = { reportId, eventId, revision };
    if (!replacement) return { type: 'FactReversed', data: { corrects, reason } };
    const { data } = plain(story, { ...original, data: replacement as Step['data'] });
    return { type: 'FactCorrected', data: { corrects, replacement: data, reason } };
  }
}

const plain = (story: Story, step: Step): { readonly type: string; readonly data: object } => {
  const of = repeated.get(step.type);
  if (!of) throw new Error(`no fact repeats a report of type ${step.type}`);
  return { type: of.type, data: storedData(story, step, of) };
};

/** As the arbiter would have it: the borrower has no other loan anywhere. */
const recognised = (
  { story, no, step }: MadeReport,
  { eventId, institution, seq, metadata }: SequencedFact,
): Omit<SequencedFact, 'seq' | 'recordedAt'> => {
  const borrowerKey = story.borrower?.description.id ?? '';
  const marks = marksOf(
    institutionAt(story.institution).code,
    reportIdOf(story, no),
    step.place,
    'recognised',
  );
  return {
    stream: borrowerStream(borrowerKey),
    revision: 0,
    eventId: marks.eventId,
    type: 'FirstTimeRecognised',
    effectiveDate: dateText(story.steps[0]?.effective ?? step.effective),
    institution,
    data: { borrowerKey, loanId: story.subject, reason: null, earlierDate: null, held: false, causedBy: seq },
    metadata: {
      ...metadata,
      reportId: null,
      source: null,
      reportDigest: null,
      actor: 'registry',
      flags: [],
      causationId: eventId,
      salt: marks.salt,
    },
  };
};
