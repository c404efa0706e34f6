// DTO classes of the same name would silently become one schema in the OpenAPI document, whichever was read last.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { inRoot, root } from './paths.mjs';

const CLASS = /^(?:export )?(?:abstract )?class (\w+)/gm;

/** Throws when two DTO files have a class of the same name. @param folders where to look, all the way down */
export function checkDtoNames(folders = [inRoot('libs'), inRoot('apps')]) {
  const places = new Map();
  for (const folder of folders)
    for (const file of readdirSync(folder, { recursive: true })) {
      if (!file.endsWith('.dto.ts') || file.includes('node_modules')) continue;
      const full = path.join(folder, file);
      for (const [, name] of readFileSync(full, 'utf8').matchAll(CLASS))
        places.set(name, [...(places.get(name) ?? []), path.relative(root, full)]);
    }
  const doubled = [...places].filter(([, files]) => files.length > 1);
  if (doubled.length === 0) return;
  const lines = doubled.map(([name, files]) => `${name} is in ${files.join(' and in ')}`);
  throw new Error(`${lines.join('\n')}\nGive each DTO class a name of its own: the OpenAPI document knows them by it.`);
}
