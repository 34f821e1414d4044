import { isRealDay } from './real-day.js';

declare const kind: unique symbol;

/**
 * A business day in Asia/Shanghai as `YYYY-MM-DD`: a real day from 1900-01-01 to 9999-12-31. Being text of one width, days
 * compare with `<` and `===`.
 */
export type BusinessDate = string & { readonly [kind]: 'BusinessDate' };

const first = '1900-01-01';

export const isBusinessDate = (text: string): text is BusinessDate => text >= first && isRealDay(text);
