/** Whoever should answer does not, or not in time: too many wait already, or one waited too long. */
export class NotAnswered extends Error {
  constructor(why: 'full' | 'late') {
    super(why === 'full' ? 'Too many wait for an answer already.' : 'No answer came in time.');
    this.name = 'NotAnswered';
  }
}
