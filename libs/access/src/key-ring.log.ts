import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { instantMs } from '#calendar';
import { LogUnavailable } from '#event-log';
import type { KeyIssued } from '#facts';
import { Ledger } from '#recording';
import { inTime } from '#wake-up';
import { hashOfKey, type Key, keyIdOf, keyRequest, type Principal } from './key.js';

/** How long a key that was just looked up is taken without another look; a revoked key stops well within five seconds. */
const trustedForMs = 1_000;

/** Then the key is looked up in the sequence: pages are read also while the log does not answer. */
const logPatienceMs = 1_000;
/** A key that is not there may be newer: so long more the log is waited for. */
const newKeyPatienceMs = 4_000;

const bearer = /^bearer (xk_[A-Za-z0-9_]{1,200})$/i;

/** Finds out whom a request comes from, by the hash of its key alone. */
@Injectable()
export class KeyRing {
  private readonly looked = new LRUCache<string, { readonly key: Key; readonly atMs: number }>({
    max: 10_000,
  });

  constructor(private readonly ledger: Ledger) {}

  authenticate(authorization: string | undefined): Promise<Principal | undefined> {
    const text = authorization === undefined ? undefined : bearer.exec(authorization)?.[1];
    return text === undefined ? Promise.resolve(undefined) : this.principalWith(text);
  }

  /** Of the key itself. */
  async principalWith(keyText: string): Promise<Principal | undefined> {
    const keyId = keyIdOf(keyText);
    if (keyId === undefined) return undefined;
    const data = this.validNow(this.trusted(keyId) ?? (await this.look(keyId)));
    return data && isKeyOf(data, keyText) ? principalOf(data) : undefined;
  }

  /** Whether it is a key that was valid once, revoked or out of its time by now; whoever shows it whole may know. */
  async isEnded(keyText: string): Promise<boolean> {
    const keyId = keyIdOf(keyText);
    const key = keyId === undefined ? undefined : (this.trusted(keyId) ?? (await this.look(keyId)));
    if (key === undefined || key.status === 'UNKNOWN' || !isKeyOf(key.data, keyText)) return false;
    return (await this.valid(key.data.keyId)) === undefined;
  }

  /** Whom a key lets in that was shown before. */
  async principalOf(keyId: string): Promise<Principal | undefined> {
    const data = await this.valid(keyId);
    return data && principalOf(data);
  }

  /** What was said of the key when it was made; undefined unless it is valid now. */
  async valid(keyId: string): Promise<KeyIssued['data'] | undefined> {
    return this.validNow(this.trusted(keyId) ?? (await this.look(keyId)));
  }

  private validNow(key: Key): KeyIssued['data'] | undefined {
    if (key.status !== 'ISSUED') return undefined;
    const { expiresAt } = key.data;
    const isOver = expiresAt !== null && instantMs(expiresAt) <= this.ledger.clock.now();
    return isOver ? undefined : key.data;
  }

  /** As it was looked up a short time ago. */
  private trusted(keyId: string): Key | undefined {
    const looked = this.looked.get(keyId);
    return looked && performance.now() - looked.atMs < trustedForMs ? looked.key : undefined;
  }

  private async look(keyId: string): Promise<Key> {
    const state = await this.read(keyId);
    if (state.status !== 'UNKNOWN') this.looked.set(keyId, { key: state, atMs: performance.now() });
    return state;
  }

  /** A key that is not in the sequence may all the same stand in the log, and so is not called unknown without it. */
  private async read(keyId: string): Promise<Key> {
    const { folds, sequenced } = this.ledger;
    const request = [keyRequest(keyId)] as const;
    const recorded = folds.load<readonly [Key]>(request).then(([{ state }]) => state, silence);
    const soon = await inTime(recorded, logPatienceMs, 'silent' as const);
    if (soon !== 'silent') return soon;
    const [{ state }] = await sequenced.load<readonly [Key]>(request);
    if (state.status !== 'UNKNOWN') return state;
    const late = await inTime(recorded, newKeyPatienceMs, 'silent' as const);
    if (late === 'silent') throw new LogUnavailable();
    return late;
  }
}

const isKeyOf = ({ secretHash }: KeyIssued['data'], keyText: string): boolean =>
  timingSafeEqual(Buffer.from(secretHash, 'hex'), Buffer.from(hashOfKey(keyText), 'hex'));

const principalOf = ({ keyId, role, institution }: KeyIssued['data']): Principal | undefined => {
  if (role !== 'bank') return { role, institution: null, keyId };
  return institution === null ? undefined : { role, institution, keyId };
};

const silence = (error: unknown): 'silent' => {
  if (error instanceof LogUnavailable) return 'silent';
  throw error;
};
