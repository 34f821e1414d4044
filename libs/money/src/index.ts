export {
  addFen,
  type Fen,
  formatYuan,
  isMoney,
  noFen,
  parseMoney,
  subtractFen,
  truncatedDecimal,
} from './money.js';
