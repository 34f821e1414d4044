import { z } from 'zod';
import { text } from '#reports';

/** Body of `PUT /v1/usccs/{code}`. */
export const usccBody = z.strictObject({ reason: text });
