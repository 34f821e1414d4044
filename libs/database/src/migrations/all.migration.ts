import type { MigrationInterface } from 'typeorm';
import { Anomalies1796200000010 } from './anomalies.migration.js';
import { Audit1732000130000 } from './audit.migration.js';
import { BackFill1732000300000 } from './back-fill.migration.js';
import { Books1732000030000 } from './books.migration.js';
import { BorrowersDescribedBefore1732000290000 } from './borrowers-described-before.migration.js';
import { BorrowersLoans1796600000000 } from './borrowers-loans.migration.js';
import { CarriedSums1796600000001 } from './carried-sums.migration.js';
import { RareValues1796700000000 } from './rare-values.migration.js';
import { ChangedFacts1732000270000 } from './changed-facts.migration.js';
import { FirstTimeBorrowers1732000100000 } from './first-time-borrowers.migration.js';
import { FiguresAtAnyCut1732000260000 } from './figures-at-any-cut.migration.js';
import { DryRunsOnce1796200000001 } from './dry-runs-once.migration.js';
import { ExpectedAppends1796900000000 } from './expected-appends.migration.js';
import { Facts1732000010000 } from './facts.migration.js';
import { Forecasts1796300000000 } from './forecasts.migration.js';
import { FormerLoans1732000297000 } from './former-loans.migration.js';
import { GuardedAppends1796500000000 } from './guarded-appends.migration.js';
import { LogEnd1732000170000 } from './log-end.migration.js';
import { Mending1732000180000 } from './mending.migration.js';
import { NarrowedMeasures1796200000000 } from './narrowed-measures.migration.js';
import { ParkedMessages1796100000002 } from './parked-messages.migration.js';
import { Projections1732000020000 } from './projections.migration.js';
import { Rebuilds1796100000000 } from './rebuilds.migration.js';
import { Refusals1732000050000 } from './refusals.migration.js';
import { RefusalsKept1732000150000 } from './refusals-kept.migration.js';
import { Submissions1795950000000 } from './submissions.migration.js';
import { SlicedChecks1796400000000 } from './sliced-checks.migration.js';
import { StoppedBackFills1796200000002 } from './stopped-back-fills.migration.js';
import { Sessions1796200000003 } from './sessions.migration.js';
import { SwitchedTables1796100000001 } from './switched-tables.migration.js';
import { TargetCounts1732000110000 } from './target-counts.migration.js';
import { ReplayedRows1796800000000 } from './replayed-rows.migration.js';
import { ReplaysKnownAt1732000295000 } from './replays-known-at.migration.js';
import { Sequencer1732000140000 } from './sequencer.migration.js';
import { TargetFigures1732000060000 } from './target-figures.migration.js';
import { Usccs1732000190000 } from './usccs.migration.js';
import { WholeBooks1732000120000 } from './whole-books.migration.js';

/** In the order they run in. Once released a migration is never altered; what comes next is a migration of its own. */
export const allMigrations: readonly (new () => MigrationInterface)[] = [
  Facts1732000010000,
  Projections1732000020000,
  Books1732000030000,
  Refusals1732000050000,
  TargetFigures1732000060000,
  FirstTimeBorrowers1732000100000,
  TargetCounts1732000110000,
  WholeBooks1732000120000,
  Audit1732000130000,
  Sequencer1732000140000,
  RefusalsKept1732000150000,
  LogEnd1732000170000,
  Mending1732000180000,
  Usccs1732000190000,
  FiguresAtAnyCut1732000260000,
  ChangedFacts1732000270000,
  BorrowersDescribedBefore1732000290000,
  ReplaysKnownAt1732000295000,
  FormerLoans1732000297000,
  BackFill1732000300000,
  Submissions1795950000000,
  Rebuilds1796100000000,
  SwitchedTables1796100000001,
  ParkedMessages1796100000002,
  NarrowedMeasures1796200000000,
  DryRunsOnce1796200000001,
  StoppedBackFills1796200000002,
  Sessions1796200000003,
  Anomalies1796200000010,
  Forecasts1796300000000,
  SlicedChecks1796400000000,
  GuardedAppends1796500000000,
  BorrowersLoans1796600000000,
  CarriedSums1796600000001,
  RareValues1796700000000,
  ReplayedRows1796800000000,
  ExpectedAppends1796900000000,
];
