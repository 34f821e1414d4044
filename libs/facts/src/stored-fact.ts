import { z } from 'zod';
import type { BusinessDate } from '#calendar';
import type { InstitutionCode } from '#identifiers';
import { dateTime, identifier, instant, sha256, text, wholeNumber } from './stored-values.js';

// These names are the storage format: add, never rename. JSON values only.

/** JSON object as stored in `data`. */
export type FactData = object;

/** What is kept about how a fact came to be. Every fact carries all members from the first day on. */
export const factMetadata = z
  .strictObject({
    /** The institution's own id of the report, null for facts that no report caused. */
    reportId: identifier.nullable(),
    /** CloudEvents `source` of the report. */
    source: text.nullable(),
    /** CloudEvents `time` of the report. */
    time: dateTime.nullable(),
    /** SHA-256 (hex) of the RFC 8785 form of `{ type, subject, data }`, tags sorted. */
    reportDigest: sha256.nullable(),
    /** Clock of the process that recorded it, UTC with milliseconds. */
    stampedAt: instant,
    /** `key:{keyId}`, or `registry` for what the registry records by itself. */
    actor: text,
    /** Version of the dated rule table that it was decided with. */
    ruleSetVersion: wholeNumber,
    /** Codes of the warnings that it was recorded with. */
    flags: z.array(text).readonly(),
    causationId: text.nullable(),
    correlationId: text.nullable(),
    /** 16 random bytes, hex: keeps a withheld payload from being guessed out of its digest. */
    salt: z.string().regex(/^[0-9a-f]{32}$/),
    /** CloudEvents extension attributes of the report. */
    extensions: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).readonly(),
  })
  .readonly();

export type FactMetadata = z.infer<typeof factMetadata>;

/** A fact about to be appended to a stream. */
export interface NewFact<Type extends string = string, Data extends FactData = FactData> {
  /** UUIDv7, fresh for each decision; reused only to repeat an unanswered append. */
  readonly eventId: string;
  readonly type: Type;
  /** Business day in Asia/Shanghai, `YYYY-MM-DD`. */
  readonly effectiveDate: BusinessDate | null;
  /** Institution code. */
  readonly institution: InstitutionCode | null;
  readonly data: Data;
  readonly metadata: FactMetadata;
}

/** A fact in its stream. */
export interface StoredFact<Type extends string = string, Data extends FactData = FactData> extends NewFact<
  Type,
  Data
> {
  readonly stream: string;
  /** Place in the stream, from 0. */
  readonly revision: number;
}

/** A fact in the registry's own dense order 1, 2, 3 … */
export interface SequencedFact<
  Type extends string = string,
  Data extends FactData = FactData,
> extends StoredFact<Type, Data> {
  readonly seq: number;
  /** `max(stampedAt, recordedAt(seq − 1))`: never goes backwards. */
  readonly recordedAt: string;
}

export type AnyFact = StoredFact;

/** A place in the log's order: opaque outside the engine that gave it. */
export type Position = string;
