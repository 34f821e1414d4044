import { loans } from './loan-strands.js';
import {
  alpha,
  authority,
  beta,
  comeBack,
  delta,
  disbursement,
  guarantor,
  indicator,
  insurer,
  type Strand,
} from './members.js';

const reliefs: readonly Strand[] = [
  [disbursement(guarantor, 'RG-1', '2024-08-08', ['OPEN24', 'GUARANTEED_RELIEF', '400000.00'])],
  [
    disbursement(authority, 'RX-1', '2024-08-09', ['RELIEF24', 'BRIDGE', '600000.00']),
    comeBack(authority, 'RX-1', '2025-01-10', ['RELIEF24', '100000.00']),
    disbursement(authority, 'RX-2', '2024-08-10', ['RELIEF24', 'RELENDING_FUNDED', '100000.00']),
  ],
];

const indicators: readonly Strand[] = [
  [indicator(alpha, 'green-loan-balance', ['CNY', '7000000.00'])],
  [
    indicator(beta, 'green-loan-balance', ['CNY', '2500000.00']),
    indicator(beta, 'green-loan-balance', ['CNY', '2000000.00'], { asAt: '2024-08-31' }),
  ],
  [indicator(authority, 'green-loan-balance', ['CNY', '500000.00'])],
  [indicator(alpha, 'tech-loan-balance', ['CNY', '18000000.00'])],
  [
    indicator(delta, 'tech-branches-opened', ['COUNT', '2'], { scope: 'east' }),
    indicator(delta, 'tech-branches-opened', ['COUNT', '1'], { scope: 'west' }),
  ],
  [
    indicator(alpha, 'tech-branches-opened', ['COUNT', '1']),
    indicator(alpha, 'tech-branches-opened', ['CNY', '1.00'], { refused: 'REF-R03' }),
  ],
  [indicator(insurer, 'inclusive-insurance-cover-added', ['CNY', '30000000.00'])],
  [indicator(insurer, 'pension-premium', ['CNY', '970000000.00'])],
  [indicator(insurer, 'medical-account-policies', ['COUNT', '88000'])],
  [indicator(guarantor, 'guarantee-balance', ['CNY', '12345678.90'])],
];

export const strands: readonly Strand[] = [...loans, ...reliefs, ...indicators];
