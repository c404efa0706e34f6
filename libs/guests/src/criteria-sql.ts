import { type RawBuilder, sql } from 'kysely';
import { attributeKeyOf, type Condition, type Criteria, isAttributeCondition } from './domain/criteria';

/**
 * Criteria as a condition on rows of `guests`; every value is bound, none is written into the text.
 * Each part is true or false, never null, so that `not` means what a person expects.
 *
 * @param criteria from `parseCriteria`
 * @param alias of the table `guests` in the query around it
 */
export function criteriaSql(criteria: Criteria, alias: string): RawBuilder<boolean> {
  if ('all' in criteria)
    return sql<boolean>`(${sql.join(
      criteria.all.map((part) => criteriaSql(part, alias)),
      sql` and `,
    )})`;
  if ('any' in criteria)
    return sql<boolean>`(${sql.join(
      criteria.any.map((part) => criteriaSql(part, alias)),
      sql` or `,
    )})`;
  if ('not' in criteria) return sql<boolean>`(not ${criteriaSql(criteria.not, alias)})`;
  return conditionSql(criteria, alias);
}

function conditionSql(condition: Condition, alias: string): RawBuilder<boolean> {
  const column = (name: string): RawBuilder<unknown> => sql.ref(`${alias}.${name}`);
  if (isAttributeCondition(condition)) {
    const stored = sql`(${column('attributes')} ->> ${attributeKeyOf(condition)}::text)`;
    if (condition.op === 'exists')
      return condition.value ? sql<boolean>`(${stored} is not null)` : sql<boolean>`(${stored} is null)`;
    const value = sql`${String(condition.value)}::text`;
    return condition.op === 'is'
      ? sql<boolean>`(${stored} is not distinct from ${value})`
      : sql<boolean>`(${stored} is distinct from ${value})`;
  }
  switch (condition.field) {
    case 'rsvpStatus':
      return wordSql(column('rsvp_status'), condition);
    case 'invitationStatus':
      return wordSql(column('invitation_status'), condition);
    case 'tags': {
      const has = sql<boolean>`(${column('tags')} @> array[${condition.value}::text])`;
      return condition.op === 'has' ? has : sql<boolean>`(not ${has})`;
    }
    case 'plusOnes':
      return sql<boolean>`(${column('plus_ones')} ${comparisons[condition.op]} ${condition.value}::int)`;
    case 'locale': {
      const locale = sql`lower(coalesce(${column('locale')}, ''))`;
      const wanted = sql`${condition.value.toLowerCase()}::text`;
      return condition.op === 'is'
        ? sql<boolean>`(${locale} = ${wanted})`
        : sql<boolean>`starts_with(${locale}, ${wanted})`;
    }
    case 'name':
      return sql<boolean>`(position(${condition.value.toLowerCase()}::text in lower(${column('name')})) > 0)`;
    case 'hasEmail':
      return presence(column('email'), condition.value);
    case 'hasPhone':
      return presence(column('phone'), condition.value);
    case 'answeredAt': {
      const answered = column('rsvp_answered_at');
      const at = sql`${condition.value}::timestamptz`;
      const compared = condition.op === 'before' ? sql`${answered} < ${at}` : sql`${answered} > ${at}`;
      return sql<boolean>`coalesce(${compared}, false)`;
    }
  }
}

const comparisons = { eq: sql`=`, gt: sql`>`, gte: sql`>=`, lt: sql`<`, lte: sql`<=` } as const;

function wordSql(
  column: RawBuilder<unknown>,
  condition:
    { readonly op: 'is' | 'isNot'; readonly value: string } | { readonly op: 'in'; readonly value: readonly string[] },
): RawBuilder<boolean> {
  if (condition.op === 'in') return sql<boolean>`(${column} = any(${[...condition.value]}::text[]))`;
  return condition.op === 'is'
    ? sql<boolean>`(${column} = ${condition.value}::text)`
    : sql<boolean>`(${column} <> ${condition.value}::text)`;
}

function presence(column: RawBuilder<unknown>, isWanted: boolean): RawBuilder<boolean> {
  return isWanted ? sql<boolean>`(${column} is not null)` : sql<boolean>`(${column} is null)`;
}
