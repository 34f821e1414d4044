export { type Fen, formatYuan, isMoney, parseMoney } from './money.js';
export { truncatedDecimal } from './truncated-decimal.js';
