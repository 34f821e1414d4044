import { z } from 'zod';
import { type AnswerOf, instant } from './answer.js';
import { role } from './register.js';

/** Who calls, and until when: by a key itself, or by a session that was begun with it. */
export const sessionShape = z
  .strictObject({
    role,
    institution: z.string().nullable(),
    keyId: z.string(),
    /** Of the key. */
    label: z.string(),
    keyExpiresAt: instant.nullable(),
    /** When the session ends; null of a call with the key itself. */
    endsAt: instant.nullable(),
  })
  .meta({ id: 'Session' });

export type Session = AnswerOf<typeof sessionShape>;
