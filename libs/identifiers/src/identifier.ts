/**
 * Grammar of ids that institutions choose: of reports, loans, disbursements, notes, repayments, programmes (2.1). No anchors, and no
 * lookaround, which not every reader of a JSON Schema knows. `.` and `..` are none: they vanish from a URL; `...` is one.
 */
export const idGrammar =
  '([A-Za-z0-9_:-][A-Za-z0-9_.:-]{0,63}|\\.[A-Za-z0-9_:-][A-Za-z0-9_.:-]{0,62}|\\.\\.[A-Za-z0-9_.:-]{1,62})';

const identifier = new RegExp(`^${idGrammar}$`);

/** Whether the whole text is such an id; ids are case-sensitive. */
export const isIdentifier = (text: string): boolean => identifier.test(text);
