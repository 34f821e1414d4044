export { addFen, type Fen, formatYuan, isMoney, moneyPattern, parseMoney, subtractFen } from './money.js';
export { truncatedDecimal } from './truncated-decimal.js';
