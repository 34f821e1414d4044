/** The log cannot be moved, or is not the same, as things stand: a sentence for whoever asked. */
export class NotMoved extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'NotMoved';
  }
}
