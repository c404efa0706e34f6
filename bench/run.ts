import { p1 } from './p1-drain-against-bare-loop';
import { p3 } from './p3-snapshot';
import { p7 } from './p7-audit';
import { p5 } from './p5-two-workers';
import { p6 } from './p6-looking-for-work';
import { p8 } from './p8-recipient-count';
import { p9 } from './p9-api-while-sending';
import { p10 } from './p10-urgent-meanwhile';
import { p11 } from './p11-sms-and-whatsapp';
import { p12 } from './p12-import';
import { p14 } from './p14-console';
import { p2 } from './p2-drain-against-job-per-recipient';
import { p4 } from './p4-ten-times-the-guests';
import { writeTable } from './harness/table';

const rows: Record<string, () => Promise<void>> = {
  P1: p1,
  P2: p2,
  P4: p4,
  P3: p3,
  P5: p5,
  P6: p6,
  P7: p7,
  P8: p8,
  P9: p9,
  P10: p10,
  P11: p11,
  P12: p12,
  P14: p14,
};

/** `npm run bench` measures everything; `npm run bench -- P1 P3` only what is named; `--full` where a row has a longer form. */
async function main(): Promise<void> {
  const wanted = process.argv
    .slice(2)
    .filter((name) => !name.startsWith('--'))
    .map((name) => name.toUpperCase());
  const unknown = wanted.filter((name) => !(name in rows));
  if (unknown.length > 0)
    throw new Error(`There is no ${unknown.join(', ')}. There are: ${Object.keys(rows).join(', ')}.`);
  for (const [name, measure] of Object.entries(rows)) if (wanted.length === 0 || wanted.includes(name)) await measure();
  writeTable();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
