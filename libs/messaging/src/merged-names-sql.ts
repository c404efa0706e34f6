import { type RawBuilder, sql } from 'kysely';

/** Three guests at most are named. Wants the columns `nth`, `address_key`, `second_<name>`, `third_<name>` and `has_fourth` of `r`. */
const isShared = sql<boolean>`r.nth = 1 and r.address_key is not null and r.second_name is not null`;

/**
 * What the one message to several guests who share an address calls them: `Ana`, `Ana and Ben`, `Ana, Ben and Cleo`,
 * `Ana, Ben and others`.
 */
export function mergedNameSql(
  own: RawBuilder<unknown>,
  first: RawBuilder<unknown>,
  second: RawBuilder<unknown>,
  third: RawBuilder<unknown>,
): RawBuilder<string> {
  return sql<string>`case when not (${isShared}) then ${own}
    when r.has_fourth then ${first} || ', ' || ${second} || ' and others'
    when ${third} is not null then ${first} || ', ' || ${second} || ' and ' || ${third}
    else ${first} || ' and ' || ${second} end`;
}

/** How somebody among several is called: the first name, else the first word of the name. */
export function calledSql(firstName: RawBuilder<unknown>, name: RawBuilder<unknown>): RawBuilder<string> {
  return sql<string>`coalesce(${firstName}, split_part(${name}, ' ', 1))`;
}
