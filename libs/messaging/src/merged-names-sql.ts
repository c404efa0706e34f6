import { type RawBuilder, sql } from 'kysely';

/**
 * What the one message to several guests who share an address calls them: `Ana and Ben`, or `Ana, Ben and others`. Two are named at
 * most, because each name that is looked at costs every row of the claim; the same name is said once, as it may be one person
 * who is on the list twice. Wants the columns `nth`, `address_key`, `second_name` and `has_third` of `r`.
 *
 * @param own what a guest who is alone is called, or null
 */
export function mergedNameSql(
  own: RawBuilder<unknown>,
  first: RawBuilder<unknown>,
  second: RawBuilder<unknown>,
): RawBuilder<string> {
  return sql<string>`case
    when r.second_name is null or r.nth > 1 or r.address_key is null then ${own}
    when lower(${first}) = lower(${second}) then ${first} || case when r.has_third then ' and others' else '' end
    when r.has_third then ${first} || ', ' || ${second} || ' and others'
    else ${first} || ' and ' || ${second} end`;
}

/** How somebody among several is called: the first name, else the first word of the name. */
export function calledSql(firstName: RawBuilder<unknown>, name: RawBuilder<unknown>): RawBuilder<string> {
  return sql<string>`coalesce(${firstName}, split_part(${name}, ' ', 1))`;
}
