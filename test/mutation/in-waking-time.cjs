/*
 * A limit for work that counts ticks, not the clock: what a process slept through, or waited for a core, is one tick. On a machine that
 * does much beside it, a test is not taken for one that never ends.
 */

/**
 * @template Value
 * @param {() => Value | Promise<Value>} work
 * @param {{ readonly ticks: number, readonly tickMs?: number }} limit
 * @returns {Promise<Value>}
 */
exports.inWakingTime = (work, { ticks, tickMs = 1_000 }) =>
  new Promise((resolve, reject) => {
    let left = ticks;
    const ticking = setInterval(() => {
      left -= 1;
      if (left > 0) return;
      clearInterval(ticking);
      reject(new Error(`It did not end within ${ticks} ticks.`));
    }, tickMs);
    Promise.resolve()
      .then(work)
      .then(resolve, reject)
      .finally(() => clearInterval(ticking));
  });
