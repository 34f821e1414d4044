import { jsonText } from './json-text.js';
import type { Random } from './random.js';
import { spoiled, spoiledBytes } from './spoiled-values.js';
import { badHeader, badPart, partOf, spoiledCursor } from './url-parts.js';
import { type Document, type Schema, validValue } from './valid-values.js';

/* Requests made from the published document: as it asks for them, and spoiled in one place or several. */

export interface RawRequest {
  /** Method and path as in the document. */
  readonly operation: readonly [string, string];
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer | undefined;
}

/** What exists where it is asked, and who may ask. */
export interface Surroundings {
  readonly document: Document;
  /** By role; all of them are tried. */
  readonly keys: Readonly<Record<string, string>>;
  readonly bank: string;
  /** Values that name something, by the name of the parameter. */
  readonly known: Readonly<Record<string, readonly string[]>>;
  /** Cursors that lists gave so far. */
  readonly cursors: readonly string[];
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Schema;
}

interface Operation {
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly description: string;
}

const valueOf = ({ name, schema }: Parameter, { document, known }: Surroundings, random: Random): string => {
  const things = known[name];
  if (things && random.in100(80)) return random.pick(things);
  const value = validValue(document, schema, random);
  return String(Array.isArray(value) ? (value[0] ?? '') : value);
};

const pathOf = (path: string, operation: Operation, around: Surroundings, random: Random): string => {
  if (random.in100(2)) return `${path.replaceAll(/[{}]/g, '')}${badPart(random)}`;
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const parameter = operation.parameters.find((each) => each.in === 'path' && each.name === name);
    return parameter ? partOf(valueOf(parameter, around, random), random, 25) : badPart(random);
  });
};

const queryOf = (operation: Operation, around: Surroundings, random: Random): string => {
  const asked = operation.parameters.filter(
    (each) => each.in === 'query' && (each.required || random.in100(25)),
  );
  const parts = asked.flatMap((parameter) => {
    const times = random.in100(10) ? random.pick([2, 3, 150]) : 1;
    const { name } = parameter;
    const cursor = around.cursors.length > 0 && name === 'cursor' ? random.pick(around.cursors) : undefined;
    return Array.from({ length: times }, () => {
      const value = cursor === undefined ? valueOf(parameter, around, random) : spoiledCursor(cursor, random);
      return `${name}=${partOf(value, random, 25)}`;
    });
  });
  if (random.in100(4)) parts.push(random.pick(['knownAt=1', 'nothing=1', '=', badPart(random), '%00=1']));
  return parts.length > 0 ? `?${parts.join('&')}` : '';
};

const bearer = (key: string | undefined, random: Random): readonly (readonly [string, string])[] => {
  if (random.in100(4))
    return [['authorization', random.pick(['Bearer', 'Basic YTpi', `Bearer ${badHeader(random)}`])]];
  return key === undefined ? [] : [['authorization', `Bearer ${key}`]];
};

const headersOf = (operation: Operation, around: Surroundings, random: Random) => {
  const asked = operation.parameters.filter(
    (each) => each.in === 'header' && (each.required || random.in100(20)),
  );
  const given = asked.map((parameter): readonly [string, string] => [
    parameter.name,
    random.in100(30) ? badHeader(random) : valueOf(parameter, around, random),
  ]);
  const isAwaited = given.some(([name]) => name === 'Await-Position');
  return [
    ...given.filter(([name]) => !isAwaited || name !== 'Await-Timeout'),
    // Waiting is no part of what is looked for here.
    ...(isAwaited ? [['Await-Timeout', random.in100(20) ? badHeader(random) : '5'] as const] : []),
    ...(random.in100(5) ? [['accept', random.pick(['text/csv', '*/*;q=0', 'image/png'])] as const] : []),
    ...(random.in100(3) ? [[`x-${random.below(9)}`, badHeader(random)] as const] : []),
  ];
};

const otherTypes = [
  'text/plain',
  'application/json; charset=gbk',
  'application/json;charset="utf-8"',
  'application/x-ndjson',
  'multipart/form-data; boundary=x',
  'APPLICATION/JSON',
  'application/cloudevents+json',
  '',
  ';',
];

const bodyOf = (operation: Operation, around: Surroundings, random: Random) => {
  const content = operation.requestBody?.content;
  if (!content) return random.in100(4) ? { type: 'application/json', body: Buffer.from('{}') } : undefined;
  const [type, { schema }] = random.pick(Object.entries(content));
  const made = validValue(around.document, schema, random);
  const owned = (value: unknown): unknown =>
    typeof value === 'object' && value !== null && 'source' in value && random.in100(90)
      ? { ...value, source: `/institutions/${around.bank}`, id: `fuzz-${random.below(1e9)}` }
      : value;
  let value: unknown = Array.isArray(made) ? made.map(owned) : owned(made);
  for (let times = random.pick([0, 1, 1, 1, 2, 3]); times > 0; times -= 1) value = spoiled(value, random);
  const text = jsonText(value);
  return {
    type: random.in100(5) ? random.pick(otherTypes) : type,
    body: random.in100(6) ? spoiledBytes(text, random) : Buffer.from(text),
  };
};

const otherMethods = ['PATCH', 'OPTIONS', 'HEAD', 'TRACE', 'PROPFIND', 'POST', 'DELETE', 'PUT', 'GET'];

/** The more there is to be sent, the more often it is. */
const weightOf = ({ requestBody, parameters }: Operation): number => {
  if (requestBody) return Object.keys(requestBody.content).length > 1 ? 40 : 6;
  return parameters.length > 0 ? 3 : 1;
};

const operationsOf = (document: Document) =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, declared]) => {
      const operation = declared as unknown as Operation;
      return Array.from({ length: weightOf(operation) }, () => ({ path, method, operation }));
    }),
  );

/** The request of this place in a campaign. */
export const requestOf = (around: Surroundings, random: Random): RawRequest => {
  const { path, method, operation } = random.pick(operationsOf(around.document));
  const roles = Object.keys(around.keys).filter((role) => operation.description.includes(role));
  const role =
    roles.length > 0 && random.in100(90) ? random.pick(roles) : random.pick(Object.keys(around.keys));
  const sent = bodyOf(operation, around, random);
  return {
    operation: [method, path],
    method: random.in100(4) ? random.pick(otherMethods) : method.toUpperCase(),
    target: pathOf(path, operation, around, random) + queryOf(operation, around, random),
    headers: [
      ...bearer(around.keys[role], random),
      ...headersOf(operation, around, random),
      ...(sent ? [['content-type', sent.type] as const] : []),
      ...(random.in100(3)
        ? [['content-encoding', random.pick(['gzip', 'Identity', 'br, gzip'])] as const]
        : []),
    ],
    body: sent?.body,
  };
};
