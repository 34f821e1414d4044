import { describe, expect, it } from '@jest/globals';
import { anomaliesViewIn } from '../anomalies/anomalies-view.js';
import { breakdownViewIn } from '../breakdown/breakdown-view.js';
import { parseSearch } from '../http/search-text.js';
import { logViewIn } from '../log/log-view.js';
import { progressViewIn } from '../progress/progress-view.js';
import { replaysViewIn } from '../replays/replays-view.js';
import { submissionsViewIn } from '../submissions/submissions-view.js';
import { leftOut } from './address.js';

const inAddress = (text: string) => Object.fromEntries(new URLSearchParams(text));

describe('an address', () => {
  it.each([
    ['progress', progressViewIn, 'asOf=abc&known=0&since=abc&figures=rough', 4],
    ['breakdown', breakdownViewIn, 'by=nonsense&from=2024-02-31x&to=1', 3],
    ['log', logViewIn, 'stream=%00&from=abc&fact=Foo', 3],
    ['replays', replaysViewIn, 'id=nope&asOf=abc&known=abc', 3],
    ['submissions', submissionsViewIn, 'id=nope&type=Foo&mend=0&rule=x', 4],
    ['anomalies', anomaliesViewIn, 'signal=nope&institution=%20', 2],
    ['progress', progressViewIn, 'utm=1', 1],
  ])('of %s names all that is not understood', (_, viewIn, text, count) => {
    const asked = inAddress(text);
    const names = leftOut(asked, viewIn(parseSearch(text)));
    expect(names).toHaveLength(count);
    expect(names).toEqual(Object.entries(asked).map(([name, value]) => `${name}=${value}`));
  });

  it('that is understood names nothing, nor an empty or shared parameter', () => {
    const text = 'programme=SH26&asOf=2026-01-02&known=5&since=2026-01-01&target=&lang=zh';
    expect(leftOut(inAddress(text), progressViewIn(parseSearch(text)))).toEqual([]);
  });

  it('takes both axes of time under the names that the registry has for them', () => {
    const text = 'effectiveAsOf=2024-12-31&knownAt=2024-12-31T08:00:00%2B08:00';
    const view = progressViewIn(parseSearch(text));
    expect(view).toMatchObject({ asOf: '2024-12-31', known: '2024-12-31T08:00:00+08:00' });
    expect(leftOut(inAddress(text), view)).toEqual([]);
    expect(parseSearch('asOf=2024-01-01&effectiveAsOf=2024-12-31')).toEqual({ asOf: '2024-01-01' });
  });
});
