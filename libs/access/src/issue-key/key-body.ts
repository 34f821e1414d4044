import { z } from 'zod';
import { instantMs, isInstant } from '#calendar';
import { identifierText, optionalMember, text } from '#reports';

/** Body of `POST /v1/keys`. A bank's key belongs to an institution; the others to none. */
export const keyBody = z
  .strictObject({
    role: z.enum(['bank', 'supervisor', 'auditor', 'admin']),
    institution: optionalMember(identifierText),
    label: text,
    expiresAt: optionalMember(
      z.string().refine(isInstant, 'must be an RFC 3339 date-time').meta({ format: 'date-time' }),
    ),
  })
  .superRefine(({ role, institution: given }, context) => {
    const institution = given ?? undefined;
    if (role === 'bank' && institution === undefined)
      context.addIssue({
        code: 'custom',
        path: ['institution'],
        message: 'must be given for the role bank',
      });
    if (role !== 'bank' && institution !== undefined)
      context.addIssue({
        code: 'custom',
        path: ['institution'],
        message: 'is given only for the role bank',
      });
  })
  .meta({ id: 'KeyBody' });

export type KeyBody = z.infer<typeof keyBody>;

/** UTC with milliseconds. */
export const normalisedInstant = (instant: string): string => new Date(instantMs(instant)).toISOString();
