import addFormats from 'ajv-formats';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

import type { Response } from 'supertest';

/* The published document is held against what a route really answered. */

export interface Answered {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly contentType: string;
  readonly body: unknown;
  /** By name; left out, they are not looked at. */
  readonly headers?: Readonly<Record<string, unknown>>;
}

interface DeclaredHeader {
  readonly required?: boolean;
  readonly schema?: object;
}

interface DeclaredResponse {
  readonly $ref?: string;
  readonly content?: Record<string, { readonly schema: object }>;
  readonly headers?: Record<string, DeclaredHeader>;
}

interface Operation {
  readonly responses: Record<string, DeclaredResponse>;
}

export interface Document {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components?: { readonly responses?: Record<string, DeclaredResponse> };
}

/** Of every HTTP answer, whatever it is of. */
const ofTransport = new Set([
  'connection',
  'content-length',
  'content-type',
  'date',
  'keep-alive',
  'transfer-encoding',
]);

const responseOf = (document: Document, { $ref, ...declared }: DeclaredResponse): DeclaredResponse =>
  $ref === undefined ? declared : (document.components?.responses?.[$ref.split('/').at(-1) ?? ''] ?? {});

/** Compiled once for each schema of a document that is held against many answers. */
class Validators {
  private readonly ajv = addFormats.default(new Ajv2020({ strict: false, allErrors: true }));
  private readonly compiled = new Map<object, ValidateFunction>();

  constructor(document: Document) {
    this.ajv.addSchema(document, 'document');
  }

  of(schema: object): ValidateFunction {
    const known = this.compiled.get(schema);
    if (known) return known;
    const pointed = JSON.stringify(schema).replaceAll('"#/components/', '"document#/components/');
    const validate = this.ajv.compile(JSON.parse(pointed) as object);
    this.compiled.set(schema, validate);
    return validate;
  }
}

const validators = new WeakMap<Document, Validators>();

const validatorsOf = (document: Document): Validators => {
  const known = validators.get(document) ?? new Validators(document);
  validators.set(document, known);
  return known;
};

const anything = {};

const faults = (document: Document, schema: object, value: unknown): readonly string[] => {
  const validate = validatorsOf(document).of(schema);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
};

/** A header is text; where its schema asks for a number it must be one. */
const headerValue = (text: string): unknown => (/^-?\d+$/.test(text) ? Number(text) : text);

const headerDrift = (
  document: Document,
  declared: Readonly<Record<string, DeclaredHeader>>,
  headers: Readonly<Record<string, unknown>>,
): readonly string[] => {
  const known = new Map(Object.entries(declared).map(([name, header]) => [name.toLowerCase(), header]));
  const given = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
  return [
    ...[...given.keys()]
      .filter((name) => !known.has(name) && !ofTransport.has(name))
      .map((name) => `has the header ${name}, which is not declared`),
    ...[...known].flatMap(([name, { required = false, schema = anything }]) => {
      const value = given.get(name);
      if (value === undefined) return required ? [`has no header ${name}`] : [];
      const wrong = faults(document, schema, value);
      return wrong.length === 0
        ? []
        : faults(document, schema, headerValue(value)).map((fault) => `${name}${fault}`);
    }),
  ];
};

/** Where an answer is not as the document says; none when it is. */
export const driftOf = (
  document: Document,
  { method, path, status, contentType, body, headers }: Answered,
): readonly string[] => {
  const operation = document.paths[path]?.[method];
  if (!operation) return [`${method} ${path} is not in the document`];
  const found = operation.responses[String(status)];
  if (!found) return [`${method} ${path} answered ${status}, which is not declared`];
  const declared = responseOf(document, found);
  const schema = declared.content?.[contentType.split(';')[0] ?? '']?.schema;
  return [
    ...(headers ? headerDrift(document, declared.headers ?? {}, headers) : []),
    ...(declared.content && !schema ? [`answered ${contentType}`] : []),
    ...(schema ? faults(document, schema, body) : []),
  ].map((fault) => `${method} ${path} ${status} ${fault}`);
};

/** Of lines each is one, and the first stands for all. */
export const bodyOf = ({ text, headers }: Response): unknown =>
  /json/.test(String(headers['content-type'])) ? JSON.parse(text.split('\n', 1)[0] ?? '') : text;

/** The path that the document declares for this one. */
export const templateOf = ({ paths }: Document, method: string, url: string): string =>
  Object.keys(paths).find(
    (path) =>
      paths[path]?.[method] && new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}([?].*)?$`).test(url),
  ) ?? url;
