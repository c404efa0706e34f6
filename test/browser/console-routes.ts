import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const start = path.resolve(__dirname, '../../apps/console/src/app/app.routes.ts');

/** Every address of the console that shows a page, as its route files say it: `events/:eventId/guests`. */
export function consoleRoutes(): string[] {
  return routesOf(start, '').sort();
}

function routesOf(file: string, prefix: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const lists: ts.ArrayLiteralExpression[] = [];
  source.forEachChild((node) => {
    if (!ts.isVariableStatement(node)) return;
    for (const { type, initializer } of node.declarationList.declarations)
      if (type?.getText() === 'Routes' && initializer && ts.isArrayLiteralExpression(initializer))
        lists.push(initializer);
  });
  if (lists.length === 0) throw new Error(`${file} has no list of routes that can be read`);
  return lists.flatMap((list) => fromList(list, prefix, file));
}

function fromList(list: ts.ArrayLiteralExpression, prefix: string, file: string): string[] {
  return list.elements.flatMap((element) => {
    const parts = partsOf(element, file);
    const own = parts.get('path');
    if (own === undefined || !ts.isStringLiteral(own)) throw new Error(`${file} has a route without a path`);
    const address = [prefix, own.text].filter((part) => part !== '').join('/');
    const children = parts.get('children');
    if (children !== undefined && ts.isArrayLiteralExpression(children)) return fromList(children, address, file);
    const lazy = parts.get('loadChildren');
    if (lazy !== undefined) return routesOf(importedBy(lazy, file), address);
    if (parts.has('redirectTo')) return [];
    if (parts.has('loadComponent') || parts.has('component')) return [address];
    throw new Error(`${file}: what does the route "${address}" show?`);
  });
}

function partsOf(element: ts.Expression, file: string): Map<string, ts.Expression> {
  if (!ts.isObjectLiteralExpression(element)) throw new Error(`${file} has a route that is no plain object`);
  const parts = new Map<string, ts.Expression>();
  for (const part of element.properties)
    if (ts.isPropertyAssignment(part)) parts.set(part.name.getText(), part.initializer);
  return parts;
}

/** `() => import('./x.routes').then(...)` leads to `x.routes.ts`. */
function importedBy(lazy: ts.Expression, file: string): string {
  const found = /import\('([^']+)'\)/.exec(lazy.getText());
  if (found === null) throw new Error(`${file}: which file holds ${lazy.getText()}?`);
  return path.resolve(path.dirname(file), `${found[1]}.ts`);
}
