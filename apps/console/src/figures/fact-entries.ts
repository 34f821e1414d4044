import { useLocation } from '@tanstack/react-router';
import { useEffect } from 'react';

/** Where a fact stands on a page, by which it is linked to. */
export const entryOf = (seq: number): string => `fact-${seq}`;

interface NamedEntry {
  /** Of the fact that the address names, whether it is on the page or not. */
  readonly namedSeq: number | undefined;
  readonly isNamed: (seq: number) => boolean;
}

/** The fact that the address names: is shown once it is among these, since it comes after the page. */
export const useNamedEntry = (seqs: readonly number[]): NamedEntry => {
  const { hash } = useLocation();
  const isNamed = (seq: number): boolean => hash === entryOf(seq);
  const isHere = seqs.some(isNamed);
  useEffect(() => {
    if (isHere) document.getElementById(hash)?.scrollIntoView();
  }, [hash, isHere]);
  const named = /^fact-(\d{1,15})$/.exec(hash)?.[1];
  return { namedSeq: named === undefined ? undefined : Number(named), isNamed };
};
