/** Issued by registration offices with a wrong check character and lawful all the same (2.6). Codes are added, never removed. */
export const legacyUsccs: ReadonlySet<string> = new Set([
  '91350100M0001TGQXM',
  '91350211M0000XUF46',
  '91350203M0001FUE2P',
  '91350203M0001QAY9B',
]);
