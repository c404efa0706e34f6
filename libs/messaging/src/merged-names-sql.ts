import { type Expression, type RawBuilder, sql } from 'kysely';

/**
 * The names of guests who share an address as one: `Ana and Ben`, `Ana, Ben and Cleo`, `Ana, Ben and 3 others`.
 *
 * @param names a text[] of at least one, in the order in which they are named
 */
export function mergedNamesSql(names: Expression<unknown>): RawBuilder<string> {
  return sql<string>`case cardinality(${names})
    when 1 then (${names})[1]
    when 2 then (${names})[1] || ' and ' || (${names})[2]
    when 3 then (${names})[1] || ', ' || (${names})[2] || ' and ' || (${names})[3]
    else (${names})[1] || ', ' || (${names})[2] || ' and ' || (cardinality(${names}) - 2)::text || ' others' end`;
}

/** How somebody among several is called: the first name, else the first word of the name. Wants columns of `guests`. */
export function calledSql(firstName: Expression<unknown>, name: Expression<unknown>): RawBuilder<string> {
  return sql<string>`coalesce(${firstName}, split_part(${name}, ' ', 1))`;
}
