import { isProblemWord, problemWords } from '#problem-details';
import { isRuleCode, problemStatusOf, ruleCatalogue } from '#rules';
import { inert, page } from './pages.js';

/** What `/problems/{code}` tells of a rule or of another problem, in English and Chinese; undefined for an unknown code. */
export const problemPage = (code: string): string | undefined => {
  if (isRuleCode(code)) {
    const { kind, en, zh, cure } = ruleCatalogue[code];
    const effect =
      kind === 'R'
        ? `Refused with status ${problemStatusOf(code)}; nothing is recorded and the id stays free.`
        : 'A warning: the report is recorded, with this code among its flags.';
    return page(
      `${code}: ${en}`,
      `<h1><code>${code}</code></h1><p>${inert(en)}</p><p>${effect}</p><p>${inert(cure.en)}</p>
<div lang="zh"><p>${inert(zh)}</p><p>${inert(cure.zh)}</p></div>`,
    );
  }
  if (!isProblemWord(code)) return undefined;
  const { status, en, zh } = problemWords[code];
  return page(
    `${code}: ${en}`,
    `<h1><code>${code}</code></h1><p>Status ${status}. ${inert(en)}.</p><p lang="zh">${inert(zh)}。</p>`,
  );
};
