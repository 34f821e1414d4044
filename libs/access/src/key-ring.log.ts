import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { instantMs } from '#calendar';
import { LogUnavailable } from '#event-log';
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

  async authenticate(authorization: string | undefined): Promise<Principal | undefined> {
    const text = authorization === undefined ? undefined : bearer.exec(authorization)?.[1];
    const keyId = text === undefined ? undefined : keyIdOf(text);
    if (text === undefined || keyId === undefined) return undefined;
    const key = await this.look(keyId);
    if (key.status !== 'ISSUED') return undefined;
    const { data } = key;
    if (!timingSafeEqual(Buffer.from(data.secretHash, 'hex'), Buffer.from(hashOfKey(text), 'hex')))
      return undefined;
    if (data.expiresAt !== null && instantMs(data.expiresAt) <= this.ledger.clock.now()) return undefined;
    if (data.role !== 'bank') return { role: data.role, institution: null, keyId };
    return data.institution === null ? undefined : { role: 'bank', institution: data.institution, keyId };
  }

  private async look(keyId: string): Promise<Key> {
    const looked = this.looked.get(keyId);
    if (looked && performance.now() - looked.atMs < trustedForMs) return looked.key;
    const state = await this.read(keyId);
    if (state.status !== 'UNKNOWN') this.looked.set(keyId, { key: state, atMs: performance.now() });
    return state;
  }

  /** A key that is not in the sequence may all the same stand in the log, and so is not called unknown without it. */
  private async read(keyId: string): Promise<Key> {
    const { folds, inOrder } = this.ledger;
    const request = [keyRequest(keyId)] as const;
    const recorded = folds.load<readonly [Key]>(request).then(([{ state }]) => state, silence);
    const soon = await inTime(recorded, logPatienceMs, 'silent' as const);
    if (soon !== 'silent') return soon;
    const [{ state }] = await inOrder.load<readonly [Key]>(request);
    if (state.status !== 'UNKNOWN') return state;
    const late = await inTime(recorded, newKeyPatienceMs, 'silent' as const);
    if (late === 'silent') throw new LogUnavailable();
    return late;
  }
}

const silence = (error: unknown): 'silent' => {
  if (error instanceof LogUnavailable) return 'silent';
  throw error;
};
