import { z } from 'zod';
import { identifierText, instantText } from './values.js';

const sourcePattern = /^\/institutions\/.+$/;

/** `application/json` in any case and with any parameters: they mean nothing for JSON, and are not kept. */
const jsonTypePattern = new RegExp(
  `^${'application/json'.replaceAll(/[a-z]/g, (letter) => `[${letter.toUpperCase()}${letter}]`)}[ \\t]*(;|$)`,
);

/**
 * CloudEvents 1.0 as the registry takes it: `data` is checked by type, any further member is an extension attribute. A context attribute
 * that is null is absent (2.2 of the JSON format), and so refused where it is needed.
 */
export const envelopeSchema = z.object({
  specversion: z.literal('1.0'),
  id: identifierText,
  source: z
    .string()
    .regex(sourcePattern, 'must be /institutions/{institutionCode}')
    .meta({ pattern: '^/institutions/.+$' }),
  type: z.string(),
  subject: identifierText,
  time: instantText.nullable().exactOptional(),
  datacontenttype: z
    .string()
    .regex(jsonTypePattern, 'must be application/json')
    .meta({ pattern: jsonTypePattern.source })
    .nullable()
    .exactOptional(),
  data: z.record(z.string(), z.unknown()),
});

/** The JSON format's member for data that is no JSON. It is no attribute, and is refused by its name. */
export const binaryData = 'data_base64';

const envelopeMembers: ReadonlySet<string> = new Set([...Object.keys(envelopeSchema.shape), binaryData]);

export const isEnvelopeMember = (name: string): boolean => envelopeMembers.has(name);

/**
 * Stands where the text of an attribute could not be read, as in a header that is no percent-encoded UTF-8 or is there twice: what was
 * sent is refused and never guessed at. No JSON is equal to it.
 */
export const unreadable = Symbol('an attribute that could not be read');

const extensionName = /^[a-z0-9]{1,64}$/;
const controlCharacter = /\p{Cc}/u;

const isExtensionValue = (value: unknown): value is string | number | boolean =>
  (typeof value === 'string' && !controlCharacter.test(value)) ||
  typeof value === 'boolean' ||
  (typeof value === 'number' && Number.isInteger(value) && value >= -2_147_483_648 && value <= 2_147_483_647);

/** Extension attributes by the CloudEvents grammar, null being absent; `malformed` when one has another name or value, which is not repeated. */
export const extensionsOf = (
  report: Readonly<Record<string, unknown>>,
): { readonly extensions: Record<string, string | number | boolean>; readonly malformed: boolean } => {
  const extensions: Record<string, string | number | boolean> = {};
  let malformed = false;
  for (const [name, value] of Object.entries(report)) {
    if (isEnvelopeMember(name) || value === unreadable) continue;
    if (!extensionName.test(name)) malformed = true;
    else if (isExtensionValue(value)) extensions[name] = value;
    else if (value !== null) malformed = true;
  }
  return { extensions, malformed };
};
