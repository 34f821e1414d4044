import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { BatchQueue } from '#batching';
import { instantMs } from '#calendar';
import { isOfMember, LogUnavailable } from '#event-log';
import { Ledger } from '#recording';

/** A session ends after a working day, whatever is done with it. */
const sessionMs = 12 * 60 * 60 * 1_000;
/** A link is for whoever sits in front of the terminal. */
const linkMs = 15 * 60 * 1_000;

/** What somebody signed in with, and until when. */
export interface SignedIn {
  readonly keyId: string;
  readonly endsAtMs: number;
}

const tokenGrammar = /^[A-Za-z0-9_-]{43}$/;

interface Beginning {
  readonly kind: 'session' | 'link';
  readonly keyId: string;
  /** Its end follows from the same now. */
  readonly nowMs: number;
  readonly endsAtMs: number;
}

interface Begun {
  readonly token: string;
  readonly endsAtMs: number;
  readonly lastsMs: number;
}

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/**
 * Sessions of the console. A session is a random token in a cookie and a row with its hash: the row names the key, and the key is
 * looked up with each request, so that a session never lets in more than its key does, on any process and after any restart.
 * Ended, or redeemed, is what has no row any more.
 */
@Injectable()
export class Sessions {
  private readonly looked: BatchQueue<Buffer, SignedIn | undefined>;

  constructor(
    private readonly pool: pg.Pool,
    private readonly ledger: Ledger,
  ) {
    this.looked = new BatchQueue({
      answerAll: (hashes) => this.read(hashes),
      isOfMember,
      mostTogether: 200,
      mostUnderWay: 1,
      mostWaiting: 2_000,
      deadlineMs: 5_000,
      unanswered: (error) => new LogUnavailable({ cause: error }),
    });
  }

  /** The token of a new session, which is answered this once. It ends with its key, if not before. */
  begin(keyId: string, keyExpiresAt: string | null = null): Promise<Begun> {
    const nowMs = this.ledger.clock.now();
    const keyEndsMs = keyExpiresAt === null ? Infinity : instantMs(keyExpiresAt);
    return this.add({ kind: 'session', keyId, nowMs, endsAtMs: Math.min(nowMs + sessionMs, keyEndsMs) });
  }

  /** The token of a link that signs in once. */
  async newLink(keyId: string): Promise<string> {
    const nowMs = this.ledger.clock.now();
    return (await this.add({ kind: 'link', keyId, nowMs, endsAtMs: nowMs + linkMs })).token;
  }

  /** @throws LogUnavailable when the database does not say in time */
  async signedInBy(token: string): Promise<SignedIn | undefined> {
    if (!tokenGrammar.test(token)) return undefined;
    const found = await this.looked.ask(hashOf(token));
    return found && found.endsAtMs > this.ledger.clock.now() ? found : undefined;
  }

  /** The key that the link signs in with; of several who come with it at once, one gets it. */
  async redeem(link: string): Promise<string | undefined> {
    if (!tokenGrammar.test(link)) return undefined;
    const { rows } = await this.pool.query<{ key_id: string; ends_at: string }>(
      `delete from sign_in where token_hash = $1 and kind = 'link' returning key_id, ends_at`,
      [hashOf(link)],
    );
    const [found] = rows;
    return found && instantMs(found.ends_at) > this.ledger.clock.now() ? found.key_id : undefined;
  }

  async end(token: string): Promise<void> {
    await this.pool.query(`delete from sign_in where token_hash = $1 and kind = 'session'`, [hashOf(token)]);
  }

  private async add({ kind, keyId, nowMs, endsAtMs }: Beginning): Promise<Begun> {
    const token = randomBytes(32).toString('base64url');
    await this.pool.query('delete from sign_in where ends_at < $1', [new Date(nowMs)]);
    await this.pool.query(
      'insert into sign_in (token_hash, kind, key_id, begun_at, ends_at) values ($1, $2, $3, $4, $5)',
      [hashOf(token), kind, keyId, new Date(nowMs), new Date(endsAtMs)],
    );
    return { token, endsAtMs, lastsMs: endsAtMs - nowMs };
  }

  private async read(hashes: readonly Buffer[]): Promise<readonly (SignedIn | undefined)[]> {
    const { rows } = await this.pool.query<{ token_hash: Buffer; key_id: string; ends_at: string }>(
      `select token_hash, key_id, ends_at from sign_in where token_hash = any($1::bytea[]) and kind = 'session'`,
      [hashes],
    );
    const byHash = new Map(
      rows.map(({ token_hash, key_id, ends_at }) => [
        token_hash.toString('hex'),
        { keyId: key_id, endsAtMs: instantMs(ends_at) },
      ]),
    );
    return hashes.map((hash) => byHash.get(hash.toString('hex')));
  }
}
