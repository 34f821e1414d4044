import { type Ledger, newFact } from '#recording';
import { hashOfKey, keyIdOf, keyRequest, newKeyText } from './key.js';

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
