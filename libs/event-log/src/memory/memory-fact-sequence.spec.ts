import { describeFactSequence } from '../contract/fact-sequence.contract.js';
import { openMemoryLog } from './open-memory-log.js';

describeFactSequence('the sequence in memory', async () => openMemoryLog());
