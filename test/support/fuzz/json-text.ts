/** JSON text that no value of JavaScript stands for: numbers beyond a double, lone surrogates, members twice. */
export class RawJson {
  constructor(readonly text: string) {}
}

/** An object whose members may repeat. */
export class Members {
  constructor(readonly list: readonly (readonly [string, unknown])[]) {}
}

export const jsonText = (value: unknown): string => {
  if (value instanceof RawJson) return value.text;
  if (value instanceof Members)
    return `{${value.list.map(([name, each]) => `${JSON.stringify(name)}:${jsonText(each)}`).join(',')}}`;
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`;
  if (typeof value === 'object' && value !== null) return jsonText(new Members(Object.entries(value)));
  return JSON.stringify(value) ?? 'null';
};
