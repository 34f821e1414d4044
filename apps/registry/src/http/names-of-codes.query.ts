import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { BailoutProgrammesQuery } from '#bailout-book';
import { districts, industryName } from '#identifiers';
import { InstitutionsQuery } from '#register-book';
import type { NamesOfColumns } from '#spreadsheets';
import { ProgrammesQuery } from '#targets';

interface Named {
  readonly code: string;
  readonly name: { readonly en: string; readonly zh: string };
}

interface NamedPage {
  readonly items: readonly Named[];
  readonly next: string | null;
}

const pageSize = 1_000;

type Language = 'en' | 'zh';

/** Columns of codes by the last member of their path. */
const knownByThemselves = (language: Language): NamesOfColumns => ({
  district: (code) => districts.find((each) => each.code === code)?.[language],
  industry: (code) => industryName(code, language),
});

/** What people call the codes in a table, as it stands when the table is asked for. */
@Injectable()
export class NamesOfCodes {
  constructor(private readonly queries: QueryBus) {}

  /** Of those columns that the table has: `members` are the last ones of their paths. */
  async read(
    members: ReadonlySet<string>,
    language: Language,
    isOfBailout: boolean,
  ): Promise<NamesOfColumns> {
    const isAsked = (member: string): boolean => members.has(member);
    const none: ReadonlyMap<string, string> = new Map();
    const asksForBailout = isAsked('bailoutProgramme') || (isOfBailout && isAsked('programme'));
    const institutions = isAsked('institution') ? await this.institutions(language) : none;
    const bailout = asksForBailout ? await this.bailoutProgrammes(language) : none;
    const programmes = isAsked('programme') && !isOfBailout ? await this.programmes(language) : bailout;
    return {
      ...knownByThemselves(language),
      institution: (code) => institutions.get(code),
      bailoutProgramme: (code) => bailout.get(code),
      programme: (code) => programmes.get(code),
    };
  }

  private institutions(language: Language): Promise<ReadonlyMap<string, string>> {
    return allNames(language, (asked) => this.queries.execute(new InstitutionsQuery(asked)));
  }

  private bailoutProgrammes(language: Language): Promise<ReadonlyMap<string, string>> {
    return allNames(language, (asked) => this.queries.execute(new BailoutProgrammesQuery(asked)));
  }

  private programmes(language: Language): Promise<ReadonlyMap<string, string>> {
    return allNames(language, (asked) => this.queries.execute(new ProgrammesQuery(asked)));
  }
}

const allNames = async (
  language: Language,
  read: (asked: { readonly limit: number; readonly cursor?: string }) => Promise<NamedPage>,
): Promise<ReadonlyMap<string, string>> => {
  const names = new Map<string, string>();
  let cursor: string | null = null;
  do {
    const page: NamedPage = await read({ limit: pageSize, ...(cursor === null ? {} : { cursor }) });
    for (const { code, name } of page.items) names.set(code, name[language]);
    cursor = page.next;
  } while (cursor !== null);
  return names;
};
