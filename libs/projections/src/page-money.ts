import { formatYuan } from '#money';

// Money in pages is text, as it is shown. A sum may be longer than what one report may carry, and may be below zero.

const fen = (yuan: string): bigint => BigInt(yuan.replace('.', ''));

export const addYuan = (one: string, other: string): string => formatYuan(fen(one) + fen(other));

export const subtractYuan = (from: string, amount: string): string => formatYuan(fen(from) - fen(amount));

export const zeroYuan = '0.00';
