/** Grammar of ids that institutions choose: of reports, loans, disbursements, notes, repayments, programmes (2.1). No anchors. */
export const idGrammar = '[A-Za-z0-9_.:-]{1,64}';

const identifier = new RegExp(`^${idGrammar}$`);

/** Whether the whole text is such an id; ids are case-sensitive. */
export const isIdentifier = (text: string): boolean => identifier.test(text);
