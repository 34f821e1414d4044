import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { instantMs } from '#calendar';
import { institutionStream } from '#facts';
import { institutionFold } from '#institutions';
import { type Author, changeStream, Ledger, newFact, type StreamChange } from '#recording';
import {
  hashOfKey,
  type KeyBody,
  keyRequest,
  newKeyId,
  newKeyText,
  normalisedInstant,
  keyIdOf,
} from './key.js';

type IssuedKey =
  | { readonly outcome: 'issued'; readonly id: string; readonly key: string; readonly position: string }
  /** It would be over before it is shown. */
  | { readonly outcome: 'over' }
  | { readonly outcome: 'unknown-institution' };

export class IssueKeyCommand extends Command<IssuedKey> {
  constructor(
    readonly body: KeyBody,
    readonly author: Author,
  ) {
    super();
  }
}

export class RevokeKeyCommand extends Command<StreamChange<'unknown'>> {
  constructor(
    readonly keyId: string,
    readonly author: Author,
  ) {
    super();
  }
}

@CommandHandler(IssueKeyCommand)
export class IssueKeyHandler implements ICommandHandler<IssueKeyCommand> {
  constructor(private readonly ledger: Ledger) {}

  /** Always makes a new key; the key itself is answered this once and stored nowhere. */
  async execute({ body, author }: IssueKeyCommand): Promise<IssuedKey> {
    const now = this.ledger.clock.now();
    const expiresAt = typeof body.expiresAt === 'string' ? normalisedInstant(body.expiresAt) : null;
    if (expiresAt !== null && instantMs(expiresAt) <= now) return { outcome: 'over' };
    if (typeof body.institution === 'string') {
      const [institution] = await this.ledger.folds.load([
        { stream: institutionStream(body.institution), fold: institutionFold },
      ]);
      if (institution.state.status === 'UNKNOWN') return { outcome: 'unknown-institution' };
    }
    const keyId = newKeyId();
    const key = newKeyText(keyId);
    const fact = newFact(
      {
        type: 'KeyIssued',
        data: {
          keyId,
          secretHash: hashOfKey(key),
          role: body.role,
          institution: body.institution ?? null,
          label: body.label,
          expiresAt,
        },
      },
      author,
      now,
    );
    const change = await changeStream(this.ledger, keyRequest(keyId), (state) =>
      state.status === 'UNKNOWN' ? { outcome: 'record', facts: [fact] } : { outcome: 'unchanged' },
    );
    if (change.outcome !== 'changed') throw new Error('A fresh key id was taken already.');
    return { outcome: 'issued', id: keyId, key, position: change.position };
  }
}

@CommandHandler(RevokeKeyCommand)
export class RevokeKeyHandler implements ICommandHandler<RevokeKeyCommand> {
  constructor(private readonly ledger: Ledger) {}

  execute({ keyId, author }: RevokeKeyCommand): Promise<StreamChange<'unknown'>> {
    return changeStream(this.ledger, keyRequest(keyId), (state) => {
      if (state.status === 'UNKNOWN') return { outcome: 'refuse', refusal: 'unknown' };
      if (state.status === 'REVOKED') return { outcome: 'unchanged' };
      const fact = newFact({ type: 'KeyRevoked', data: { keyId } }, author, this.ledger.clock.now());
      return { outcome: 'record', facts: [fact] };
    });
  }
}

const firstKeyId = 'admin';

const isEmpty = async ({ log }: Ledger): Promise<boolean> => {
  for await (const _first of log.readAll(null)) return false;
  return true;
};

/**
 * On the first run, and only then, one administrator's key exists: the one given, or a random one, which is returned to be
 * shown this once. The append expects an empty stream, so that two processes starting together make one key.
 */
export const ensureFirstAdministrator = async (
  ledger: Ledger,
  given: string | undefined,
): Promise<string | undefined> => {
  if (!(await isEmpty(ledger))) return undefined;
  const key = given ?? newKeyText(firstKeyId);
  const keyId = keyIdOf(key) ?? firstKeyId;
  const result = await ledger.log.append({
    stream: keyRequest(keyId).stream,
    expectedRevision: 'none',
    facts: [
      newFact(
        {
          type: 'KeyIssued',
          data: {
            keyId,
            secretHash: hashOfKey(key),
            role: 'admin',
            institution: null,
            label: 'first administrator',
            expiresAt: null,
          },
        },
        { actor: 'registry', correlationId: null },
        ledger.clock.now(),
      ),
    ],
  });
  return result.outcome === 'appended' && given === undefined ? key : undefined;
};
