export { type Fen, formatYuan, isMoney, parseMoney, truncatedDecimal } from './money.js';
