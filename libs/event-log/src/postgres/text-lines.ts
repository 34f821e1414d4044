/** Usual size of a group of single reports. */
const firstBytes = 64 * 1024;

/**
 * Texts as lines of UTF-8, written into memory that is used again. Joined into one string of a megabyte they cost twenty times as much: new
 * memory of that size is zeroed page by page for each group, and collected.
 */
export class TextLines {
  private bytes = Buffer.allocUnsafe(firstBytes);

  /**
   * One buffer for each list, its texts one a line. They are valid until the next call.
   *
   * @param size bytes of all texts
   */
  of(lists: readonly (readonly string[])[], size: number): readonly Buffer[] {
    const most = size + lists.reduce((sum, texts) => sum + texts.length, 0);
    if (most > this.bytes.length) this.bytes = Buffer.allocUnsafe(most);
    let end = 0;
    return lists.map((texts) => {
      const begin = end;
      for (const text of texts) {
        end += this.bytes.write(text, end);
        this.bytes[end] = lineFeed;
        end += 1;
      }
      return this.bytes.subarray(begin, Math.max(begin, end - 1));
    });
  }
}

const lineFeed = 0x0a;
