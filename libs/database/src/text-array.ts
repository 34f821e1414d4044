/** The type `text`, by its number. */
const textType = 25;
const headerBytes = 20;

/**
 * Values of a column as one parameter of type `text[]`, in PostgreSQL's binary form: nothing is escaped here and taken apart there, as in
 * the text that the driver makes of an array.
 */
export const textArray = (values: readonly (string | null)[]): Buffer => {
  const most = values.reduce((bytes, value) => bytes + 4 + (value?.length ?? 0) * 3, headerBytes);
  const buffer = Buffer.allocUnsafe(most);
  let at = headerBytes;
  let hasNull = false;
  for (const value of values) {
    const bytes = value === null ? 0 : buffer.write(value, at + 4);
    hasNull ||= value === null;
    buffer.writeInt32BE(value === null ? -1 : bytes, at);
    at += 4 + bytes;
  }
  // Dimensions, whether there are nulls, the type; of the one dimension its length, and that it begins at 1.
  const header = [values.length === 0 ? 0 : 1, hasNull ? 1 : 0, textType, values.length, 1];
  for (const [place, number] of header.entries()) buffer.writeInt32BE(number, place * 4);
  return buffer.subarray(0, values.length === 0 ? 12 : at);
};
