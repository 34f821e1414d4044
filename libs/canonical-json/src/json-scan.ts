import { endOfScalar, endOfString, notWellFormed } from './json-tokens.js';

/*
 * Scans the text of a JSON document once, for faults that `JSON.parse` accepts, and for the places of the elements of its outermost array.
 * The scanner knows the whole grammar, so that even parts too large to be parsed are known to be JSON. It can be interrupted between two
 * tokens. It is not recursive, and keeps one bit for each level of nesting.
 */

export interface StrictJsonLimits {
  /** Levels of nesting, at most 32: `[]` has 1, `[{}]` has 2. */
  readonly maxDepth: number;
}

/** The place of an element of the outermost array: `end` is after its last character. */
export interface Extent {
  readonly start: number;
  readonly end: number;
  /** The place of the value of its last member with the sought name. */
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

/** What the next token may be. */
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
  /** Complete elements of the outermost array. */
  readonly elements: Extent[] = [];
  /** The fault of the text, if one was found. */
  fault: string | undefined;
  /** Whether the outermost value is an array; false before it begins. */
  isArray = false;

  private at = 0;
  private depth = 0;
  /** Bit n: the level n is an array. */
  private arrays = 0;
  /** Whether the next token is in an array. */
  private inArray = false;
  private expected = Expected.Value;
  private start = 0;
  private isSought = false;
  private memberStart = 0;
  private member: Extent['member'];

  constructor(
    private readonly text: string,
    private readonly limits: StrictJsonLimits,
    /** Name of the member of elements whose place is recorded. */
    private readonly sought?: string,
  ) {
    if (text.charCodeAt(0) === byteOrderMark) this.fault = 'it begins with a byte-order mark';
  }

  /** Scans about this many characters; returns whether there is more to scan. */
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

  /** Whether a string token, with escapes or without, is this name. */
  private isName(token: string, name: string): boolean {
    if (token.length === name.length + 2) return token.slice(1, -1) === name;
    return token.length <= 6 * name.length + 2 && token.includes('\\') && JSON.parse(token) === name;
  }
}
