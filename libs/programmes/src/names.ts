import { z } from 'zod';
import { text } from '#reports';

export const names = z.strictObject({ zh: text, en: text }).meta({ id: 'NamesGiven' });
