import { z } from 'zod';
import { identifierText, instantText } from './values.js';

const sourcePattern = /^\/institutions\/.+$/;

/** CloudEvents 1.0 as the registry takes it: `data` is checked by type, any further member is an extension attribute. */
export const envelopeSchema = z.object({
  specversion: z.literal('1.0'),
  id: identifierText,
  source: z
    .string()
    .regex(sourcePattern, 'must be /institutions/{institutionCode}')
    .meta({ pattern: '^/institutions/.+$' }),
  type: z.string(),
  subject: identifierText,
  time: instantText.exactOptional(),
  datacontenttype: z.literal('application/json').exactOptional(),
  data: z.record(z.string(), z.unknown()),
});

const envelopeMembers: ReadonlySet<string> = new Set(Object.keys(envelopeSchema.shape));

const extensionName = /^[a-z0-9]{1,64}$/;
const controlCharacter = /\p{Cc}/u;

const isExtensionValue = (value: unknown): value is string | number | boolean =>
  (typeof value === 'string' && !controlCharacter.test(value)) ||
  typeof value === 'boolean' ||
  (typeof value === 'number' && Number.isInteger(value) && value >= -2_147_483_648 && value <= 2_147_483_647);

/** Extension attributes by the CloudEvents grammar; `malformed` when one has another name or value, which is not told. */
export const extensionsOf = (
  report: Readonly<Record<string, unknown>>,
): { readonly extensions: Record<string, string | number | boolean>; readonly malformed: boolean } => {
  const extensions: Record<string, string | number | boolean> = {};
  let malformed = false;
  for (const [name, value] of Object.entries(report)) {
    if (envelopeMembers.has(name)) continue;
    if (extensionName.test(name) && isExtensionValue(value)) extensions[name] = value;
    else malformed = true;
  }
  return { extensions, malformed };
};
