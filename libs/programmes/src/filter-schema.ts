import { z } from 'zod';
import { filterExpressionOf } from '#facts';
import { text } from '#reports';

/** A filter is read by a person: deeper or larger ones are mistakes, or meant to hurt. */
const most = { depth: 8, parts: 500 };

const path = z
  .string()
  .max(64)
  .regex(/^(\/[A-Za-z]+)+$/, 'must be a JSON pointer');

// Registered as it is: with a copy of it, an expression within another would be of no name in the OpenAPI document.
const expression = filterExpressionOf({
  path,
  value: text,
  values: (value) => z.array(value).min(1).max(200),
  all: (part) => z.array(part).min(1).max(50),
}).register(z.globalRegistry, {
  id: 'FilterExpression',
  description: 'Over whitelisted paths. On a set, `eq` means contains and `in` any of.',
});

/** Looks at the raw value with a list of its own, since a recursive check would run out of stack on what it must refuse. */
const withinBounds = (raw: unknown): boolean => {
  let level = [raw];
  let parts = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    parts += level.length;
    // An operator is two levels of JSON, object and list.
    if (depth > 2 * most.depth || parts > most.parts) return false;
    level = level.flatMap((part) => (typeof part === 'object' && part !== null ? Object.values(part) : []));
  }
  return true;
};

export const filterExpression = z.preprocess((raw, context) => {
  if (withinBounds(raw)) return raw;
  context.addIssue({ code: 'custom', message: 'must be a smaller filter' });
  return z.NEVER;
}, expression);
