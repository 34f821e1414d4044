import { endOfScalar, endOfString, notWellFormed } from './json-tokens.js';

/*
 * One pass over the text of a JSON document, for what a parser lets through and we do not, and for where the elements of its
 * outermost array stand. It knows the whole grammar, so that a part which is too large to be parsed is known to be JSON. It can
 * be interrupted between any two tokens, and keeps one bit for each level of nesting, so that no nesting can overflow it.
 */

export interface StrictJsonLimits {
  /** Objects and arrays inside each other, at most 32: `[]` is 1 deep, `[{}]` 2. */
  readonly maxDepth: number;
}

/** Where one element of the outermost array stands, from its first character to behind its last. */
export interface Extent {
  readonly start: number;
  readonly end: number;
  /** Where the value of its last member of the name that is looked for stands. */
  readonly member: { readonly start: number; readonly end: number } | undefined;
}

const code = (character: string): number => character.charCodeAt(0);

const quote = code('"');
const comma = code(',');
const colon = code(':');
const openBrace = code('{');
const closeBrace = code('}');
const openBracket = code('[');
const closeBracket = code(']');
const byteOrderMark = 0xfeff;

const isSpace = (unit: number): boolean => unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09;

/** What may stand at the next token. */
const enum Expected {
  Value,
  ValueOrClose,
  Name,
  NameOrClose,
  Colon,
  CommaOrClose,
  Nothing,
}

export class JsonScan {
  /** Of the outermost array, those that have ended. */
  readonly elements: Extent[] = [];
  /** What is wrong with the text. */
  fault: string | undefined;
  /** Whether the outermost value, where it has begun, is an array. */
  isArray = false;

  private at = 0;
  private depth = 0;
  /** Bit n: the level n is an array. */
  private arrays = 0;
  /** Of the level that the next token stands in. */
  private inArray = false;
  private expected = Expected.Value;
  private start = 0;
  private isSought = false;
  private memberStart = 0;
  private member: Extent['member'];

  constructor(
    private readonly text: string,
    private readonly limits: StrictJsonLimits,
    /** The member of elements whose value is looked for. */
    private readonly sought?: string,
  ) {
    if (text.charCodeAt(0) === byteOrderMark) this.fault = 'it begins with a byte-order mark';
  }

  /** Goes on for about so many characters; whether there is more to do. */
  advance(characters: number): boolean {
    const { text } = this;
    const until = Math.min(text.length, this.at + characters);
    while (this.fault === undefined && this.at < until) {
      const unit = text.charCodeAt(this.at);
      if (isSpace(unit)) this.at += 1;
      else this.token(unit);
    }
    if (this.fault !== undefined) return false;
    if (this.at < text.length) return true;
    if (this.expected !== Expected.Nothing) this.fault = notWellFormed;
    return false;
  }

  private token(unit: number): void {
    switch (this.expected) {
      case Expected.Value:
        return this.value(unit);
      case Expected.ValueOrClose:
        return unit === closeBracket ? this.close() : this.value(unit);
      case Expected.Name:
        return this.name(unit);
      case Expected.NameOrClose:
        return unit === closeBrace ? this.close() : this.name(unit);
      case Expected.Colon:
        return this.step(unit === colon, Expected.Value);
      case Expected.CommaOrClose:
        if (unit === comma) return this.step(true, this.inArray ? Expected.Value : Expected.Name);
        return unit === (this.inArray ? closeBracket : closeBrace) ? this.close() : this.broken();
      case Expected.Nothing:
        return this.broken();
    }
  }

  private broken(reason = notWellFormed): void {
    this.fault = reason;
  }

  private step(fits: boolean, expected: Expected): void {
    if (!fits) return this.broken();
    this.at += 1;
    this.expected = expected;
  }

  private value(unit: number): void {
    if (this.depth === 1) this.start = this.at;
    else if (this.depth === 2 && this.isSought) this.memberStart = this.at;
    if (unit === openBrace || unit === openBracket) return this.open(unit === openBracket);
    const end = endOfScalar(this.text, this.at);
    if (typeof end === 'string') return this.broken(end);
    this.at = end;
    this.ended();
  }

  private open(isArray: boolean): void {
    if (this.depth === this.limits.maxDepth)
      return this.broken(`it is nested deeper than ${this.limits.maxDepth}`);
    if (this.depth === 0) this.isArray = isArray;
    const bit = 1 << this.depth;
    this.arrays = isArray ? this.arrays | bit : this.arrays & ~bit;
    this.depth += 1;
    this.inArray = isArray;
    this.at += 1;
    this.expected = isArray ? Expected.ValueOrClose : Expected.NameOrClose;
  }

  private close(): void {
    this.depth -= 1;
    this.inArray = ((this.arrays >>> (this.depth - 1)) & 1) === 1;
    this.at += 1;
    this.ended();
  }

  /** A value ended at this place. */
  private ended(): void {
    this.expected = this.depth === 0 ? Expected.Nothing : Expected.CommaOrClose;
    if (this.depth === 2 && this.isSought) {
      this.member = { start: this.memberStart, end: this.at };
      this.isSought = false;
    } else if (this.depth === 1 && this.inArray) {
      this.elements.push({ start: this.start, end: this.at, member: this.member });
      this.member = undefined;
    }
  }

  private name(unit: number): void {
    if (unit !== quote) return this.broken();
    const end = endOfString(this.text, this.at);
    if (typeof end === 'string') return this.broken(end);
    if (this.depth === 2 && this.sought !== undefined && this.arrays % 2 === 1)
      this.isSought = this.isName(this.text.slice(this.at, end), this.sought);
    this.at = end;
    this.expected = Expected.Colon;
  }

  /** Whether a name as it stands in the text is this one, with escapes or without. */
  private isName(token: string, name: string): boolean {
    if (token.length === name.length + 2) return token.slice(1, -1) === name;
    return token.length <= 6 * name.length + 2 && token.includes('\\') && JSON.parse(token) === name;
  }
}
