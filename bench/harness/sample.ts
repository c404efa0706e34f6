import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Pool } from 'pg';

const LINK = 'https://beckon.test/r/AQGiAHDoXXfNmm-sUNmqCRoAAdizlGyzkb3pBwCwTveZAtY';

/**
 * Writes a text of the size that our worker really sent, out of what was frozen for a message, for the yardsticks to send.
 *
 * @returns the file's path
 */
export async function writeSample(pool: Pool, messageId: string): Promise<string> {
  const { rows } = await pool.query<{ content: { content: Record<'subject' | 'text' | 'html', unknown[]> } }>(
    'select content from content_versions where message_id = $1',
    [messageId],
  );
  const frozen = rows[0]!.content.content;
  const fill = (parts: unknown[]): string => parts.map((part) => (typeof part === 'string' ? part : LINK)).join('');
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'beckon-bench-')), 'sample.json');
  writeFileSync(
    file,
    JSON.stringify({ subject: 'Doors open at six, Guest', text: fill(frozen.text), html: fill(frozen.html) }),
  );
  return file;
}
