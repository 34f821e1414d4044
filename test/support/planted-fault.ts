import type { Projection } from '#projections';

/** As a release ships a projection whose fold fails at some facts, after it has written of them. */
export const failingAt =
  (isPoison: (fact: { readonly type: string; readonly data: object }) => boolean, names: readonly string[]) =>
  (projection: Projection): Projection =>
    names.includes(projection.name)
      ? {
          ...projection,
          apply: async (facts, ...more) => {
            await projection.apply(facts, ...more);
            if (facts.some(isPoison)) throw new TypeError('This fact cannot be folded.');
          },
        }
      : projection;
