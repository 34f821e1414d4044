import { type FactOfValue, factValue } from './fact-value.js';
import { text } from './stored-values.js';

// Stream `uscc-{code}`. These names are the storage format: add, never rename.

/** The code is lawful although its check character fails. It stays so; a further one says another reason. */
const usccAccepted = factValue(
  {
    type: 'UsccAccepted',
    streams: ['uscc'],
    subject: 'uscc',
    bearing: 'defines',
    institution: false,
    effectiveDate: false,
  },
  { data: { code: text, reason: text } },
);

export const usccFacts = { UsccAccepted: usccAccepted };

export type UsccAccepted = FactOfValue<typeof usccAccepted>;
